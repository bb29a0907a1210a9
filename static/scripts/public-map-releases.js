// The hexagons of every release in view, from its map.json, each with its number in words.

const AT_ONCE = 40; // releases loaded for one view; more come when it moves closer

function fill(template, values) {
  return template.replace(/{(\w+)}/g, (_whole, name) => values[name]);
}

function cornersOf(file, index) {
  const points = [];
  const corners = file.corners[index];
  for (let at = 0; at < corners.length; at += 2) {
    points.push([(file.latitude[index] + corners[at + 1]) / file.units, (file.longitude[index] + corners[at]) / file.units]);
  }
  return points;
}

// Crossings of a line going east from the point: an odd number of them is inside.
function holds(corners, { lat, lng }) {
  return corners.reduce((inside, one, index) => {
    const other = corners.at(index - 1);
    const crosses = one.lat > lat !== other.lat > lat;
    const at = one.lng + ((lat - one.lat) / (other.lat - one.lat)) * (other.lng - one.lng);
    return crosses && lng < at ? !inside : inside;
  }, false);
}

export function releaseLayer(L, map, ground, says, readJson) {
  const loaded = new Set();
  const hexagons = [];

  function wordsOf(release, band) {
    const here = fill(ground.words.inCouncil, { reports: ground.words.bands[band], council: release.council });
    const whole = fill(ground.words.whole, { reports: release.total, council: release.council });
    return `${here} ${whole}`;
  }

  function drawHexagon(corners, words, style) {
    const hexagon = L.polygon(corners, { className: "app-live-map__hexagon", ...style });
    const text = document.createElement("p");
    text.textContent = words;
    hexagon.bindPopup(text, { maxWidth: 260 });
    hexagon.on("popupopen", () => {
      says.textContent = words;
    });
    return hexagon.addTo(map);
  }

  function draw(release, file) {
    file.about.forEach((band, index) => {
      const words = wordsOf(release, band);
      const style = { fillColor: `url(#band-${band})`, fillOpacity: 1, weight: 1 };
      hexagons.push({ hexagon: drawHexagon(cornersOf(file, index), words, style), words });
    });
  }

  for (const { corners, band, council } of ground.remainders) {
    const words = fill(ground.words.spread, { reports: ground.words.bands[band], council });
    drawHexagon(corners, words, { fill: false, weight: 2, dashArray: "6 5" });
  }

  function wanted() {
    const view = map.getBounds();
    const middle = map.getCenter();
    const boundsOf = ({ bounds: [west, south, east, north] }) => L.latLngBounds([south, west], [north, east]);
    return ground.releases
      .filter((release) => !loaded.has(release.url) && view.intersects(boundsOf(release)))
      .sort((one, other) => middle.distanceTo(boundsOf(one).getCenter()) - middle.distanceTo(boundsOf(other).getCenter()))
      .slice(0, AT_ONCE);
  }

  async function load() {
    await Promise.all(
      wanted().map(async (release) => {
        loaded.add(release.url);
        try {
          draw(release, await readJson(release.url));
        } catch (problem) {
          loaded.delete(release.url);
          throw problem;
        }
      }),
    );
  }

  function middle() {
    const centre = map.getCenter();
    return hexagons.find(({ hexagon }) => hexagon.getBounds().contains(centre) && holds(hexagon.getLatLngs()[0], centre));
  }

  return {
    load,
    middleInWords: () => middle()?.words ?? ground.words.nothing,
    openMiddle: () => {
      const found = middle();
      if (found) found.hexagon.openPopup(map.getCenter());
      else says.textContent = ground.words.nothing;
    },
  };
}
