// What the moving map shows of the releases in view: their hexagons with numbers in words, or the smooth colours. A
// file is loaded once; another time or another choice of numbers is drawn from what is there.

import { hexagonsOf, holds } from "./public-map-file.js";
import { heatLayer } from "./public-map-heat.js";

const AT_ONCE = 40; // councils loaded for one view; more come when it moves closer

function fill(template, values) {
  return template.replace(/{(\w+)}/g, (_whole, name) => values[name]);
}

export function releaseLayer(L, map, ground, says, readJson) {
  const files = new Map(); // the hexagons of each file, by its address
  const drawn = L.layerGroup().addTo(map);
  const heat = heatLayer(L, map, ground.densities);
  let asked = null;
  let shown = [];

  function wordsOf({ council, total }, { band, isWider, isHot }) {
    const { words } = ground;
    const here = fill(isWider ? words.spread : words.inCouncil, { reports: words.bands[band], council });
    const whole = asked.period === ground.period ? fill(words.whole, { reports: total, council }) : "";
    return [here, isHot ? words.hot : "", whole].filter(Boolean).join(" ");
  }

  function drawHexagon({ hexagon, words }) {
    const style = hexagon.isWider
      ? { fill: false, weight: 2, dashArray: "6 5" }
      : { fillColor: `url(#band-${hexagon.band})`, fillOpacity: 1, weight: hexagon.isHot ? 4 : 1 };
    const text = document.createElement("p");
    text.textContent = words;
    return L.polygon(hexagon.corners, { className: "app-live-map__hexagon", ...style })
      .bindPopup(text, { maxWidth: 260 })
      .on("popupopen", () => {
        says.textContent = words;
      })
      .addTo(drawn);
  }

  function inView() {
    const view = map.getBounds();
    const middle = map.getCenter();
    const boundsOf = ({ bounds: [west, south, east, north] }) => L.latLngBounds([south, west], [north, east]);
    return ground.councils
      .filter((council) => view.intersects(boundsOf(council)))
      .sort(
        (one, other) => middle.distanceTo(boundsOf(one).getCenter()) - middle.distanceTo(boundsOf(other).getCenter()),
      )
      .slice(0, AT_ONCE);
  }

  // All times of the councils in view come at the first other time asked for, so that no later step waits.
  async function load() {
    const wanted = inView().flatMap(({ files: of }) =>
      asked.period === ground.period ? [of[ground.period]] : Object.values(of),
    );
    const missing = [...new Set(wanted)].filter((address) => address && !files.has(address));
    const read = await Promise.all(missing.map((address) => readJson(address)));
    missing.forEach((address, index) => files.set(address, hexagonsOf(read[index])));
    return missing.length > 0;
  }

  function draw() {
    const wanted = ({ band, isHot }) => asked.bands.includes(band) && (isHot || !asked.onlyHot);
    shown = ground.councils.flatMap((council) =>
      (files.get(council.files[asked.period]) ?? [])
        .filter(wanted)
        .map((hexagon) => ({ hexagon, words: wordsOf(council, hexagon) })),
    );
    drawn.clearLayers();
    if (asked.isHeat) heat.show(shown.map(({ hexagon }) => hexagon));
    else {
      heat.hide();
      for (const one of shown) one.layer = drawHexagon(one);
    }
  }

  function middle() {
    const centre = map.getCenter();
    return [...shown].reverse().find(({ hexagon }) => holds(hexagon, centre)); // the wider ones come first
  }

  return {
    // Throws when the hexagons of that time cannot be had: the old ones are taken away, not left under a new heading.
    async show(choice) {
      asked = choice;
      try {
        await load();
      } finally {
        if (asked === choice) draw();
      }
      return fill(ground.words.shown, {
        period: choice.name,
        n: shown.filter(({ hexagon }) => !hexagon.isWider).length,
      });
    },
    // Drawn anew only when something came: it would close the number somebody reads.
    async more() {
      if (await load()) draw();
    },
    middleInWords: () => middle()?.words ?? ground.words.nothing,
    openMiddle() {
      const found = middle();
      if (found?.layer) found.layer.openPopup(map.getCenter());
      else says.textContent = found?.words ?? ground.words.nothing;
    },
  };
}
