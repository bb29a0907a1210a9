// What the moving map shows of the releases in view: hexagons with their numbers or the smooth colours, and what the one
// under a finger or under the middle says. Another period or another choice of numbers is drawn from what is loaded.

import { cardWriter, fill } from "./public-map-card.js";
import { holds, unitSquare } from "./public-map-file.js";
import { hexagonLayer } from "./public-map-hexagons.js";

export function releaseLayer(L, map, { ground, library, scale, speak, besideWords = () => "" }) {
  const layer = hexagonLayer(L, map, scale);
  const cards = cardWriter(ground, unitSquare);
  let asked = null;
  let shown = [];

  function draw() {
    const wanted = ({ hexagon: { band, isHot } }) => asked.bands.includes(band) && (isHot || !asked.onlyHot);
    shown = library.of(asked.period).filter(wanted);
    const { isHeat, hasPatterns, marksHot } = asked;
    layer.show(shown.map(({ hexagon }) => hexagon), { isHeat, hasPatterns, marksHot });
  }

  // Of those that hold a point the smallest: what is left over in a wider area is told where there is nothing else.
  function foundAt({ lng, lat }) {
    const point = unitSquare(lng, lat);
    const there = shown.filter(({ hexagon }) => holds(hexagon, point));
    return there.sort((one, other) => one.hexagon.isWider - other.hexagon.isWider || other.hexagon.resolution - one.hexagon.resolution)[0];
  }

  function inWords(found) {
    return found ? cards.inWords(found, asked.period, besideWords(found.hexagon)) : ground.words.nothing;
  }

  function open(found, latLng) {
    const card = cards.card(found, asked.period, besideWords(found.hexagon));
    L.popup({ maxWidth: 260, autoPanPadding: [12, 12] }).setLatLng(latLng).setContent(card).openOn(map);
    speak(inWords(found), { isSeen: false }); // the card says it to the eye
  }

  map.on("click", ({ latlng }) => {
    const found = foundAt(latlng);
    if (found) open(found, latlng);
  });

  return {
    layer,
    // Throws when the hexagons of that period cannot be had: the old ones are taken away, not left under a new heading.
    async show(choice) {
      asked = choice;
      try {
        await library.load(map, [choice.period, choice.compared].filter(Boolean));
      } finally {
        if (asked === choice) draw();
      }
      return fill(ground.words.shown, { period: choice.name, n: shown.filter(({ hexagon }) => !hexagon.isWider).length });
    },
    async more() {
      if (await library.load(map, [asked.period, asked.compared].filter(Boolean))) draw();
    },
    middleInWords: () => inWords(foundAt(map.getCenter())),
    openMiddle() {
      const found = foundAt(map.getCenter());
      if (found) open(found, map.getCenter());
      else speak(ground.words.nothing);
    },
  };
}
