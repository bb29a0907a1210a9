// What the moving map shows of the releases in view: hexagons with their numbers or the smooth colours, of a whole country
// councils by their totals; and what the one under a finger or under the middle says.

import { cardWriter, fill } from "./public-map-card.js";
import { holds, unitSquare } from "./public-map-file.js";
import { hexagonLayer } from "./public-map-hexagons.js";
import { overviewLayer } from "./public-map-overview.js";

const HIGHEST = 40; // of the boxes to tick: what is higher goes with it

export function releaseLayer(L, map, { ground, library, scale, speak, besideWords = () => "" }) {
  const { words } = ground;
  const layer = hexagonLayer(L, map, scale);
  const overview = ground.overview ? overviewLayer(L, map, ground, scale) : null;
  const cards = cardWriter(ground, unitSquare);
  let asked = null;
  let shown = [];
  let isDrawnWide = false;

  const isWide = () => Boolean(overview?.isWide());
  const periods = () => [asked.period, asked.compared].filter(Boolean);

  function draw() {
    const wanted = ({ hexagon: { band, isHot } }) =>
      asked.bands.includes(Math.min(band, HIGHEST)) && (isHot || !asked.onlyHot);
    shown = isWide() ? [] : library.of(asked.period).filter(wanted);
    const { isHeat, hasPatterns, marksHot } = asked;
    layer.show(
      shown.map(({ hexagon }) => hexagon),
      { isHeat, hasPatterns, marksHot },
    );
    isDrawnWide = isWide();
    if (isDrawnWide) overview.show(library.knownOf(asked.period)?.colours ?? {});
    else overview?.hide();
  }

  // Whether something new came of what is in view.
  async function load() {
    if (!isWide()) return library.load(map, periods());
    await library.loadGrounds(periods());
    return false;
  }

  // Of those that hold a point the smallest: what is left over in a wider area is told where there is nothing else.
  function foundAt({ lng, lat }) {
    if (isWide()) {
      const code = overview.codeAt({ lng, lat });
      const council = code && library.knownOf(asked.period).councils.find((one) => one.code === code);
      return council && { council };
    }
    const point = unitSquare(lng, lat);
    const there = shown.filter(({ hexagon }) => holds(hexagon, point));
    return there.sort(
      (one, other) => one.hexagon.isWider - other.hexagon.isWider || other.hexagon.resolution - one.hexagon.resolution,
    )[0];
  }

  function inWords(found) {
    if (!found) return isWide() ? words.noCouncil : words.nothing;
    if (!found.hexagon) return cards.totalInWords(found.council);
    return cards.inWords(found, asked.period, besideWords(found.hexagon));
  }

  function open(found, latLng) {
    const { hexagon, council } = found;
    const card = hexagon
      ? cards.card(found, asked.period, besideWords(hexagon))
      : cards.councilCard(council, asked.period);
    const above = matchMedia("(max-width: 59.99em)").matches ? 8 : 112; // clear of what lies over the map
    const maxHeight = Math.max(map.getSize().y - above - 60, 120); // longer ones scroll
    L.popup({ maxWidth: 240, maxHeight, autoPanPaddingTopLeft: [8, above], autoPanPaddingBottomRight: [60, 12] })
      .setLatLng(latLng)
      .setContent(card)
      .openOn(map);
    speak(inWords(found), { isSeen: false }); // the card says it to the eye
  }

  map.on("click", ({ latlng }) => {
    const found = foundAt(latlng);
    if (found) open(found, latlng);
  });

  return {
    layer,
    // Throws when the figures of that period cannot be had: the old ones are taken away, not left under a new heading.
    async show(choice) {
      asked = choice;
      try {
        await load();
      } finally {
        if (asked === choice) draw();
      }
      const told = isWide()
        ? fill(words.councilsShown, {
            n: library.knownOf(choice.period).councils.length || words.none,
            period: choice.name,
          })
        : fill(words.shown, {
            n: shown.filter(({ hexagon }) => !hexagon.isWider).length || words.none,
            period: choice.name,
          });
      return told;
    },
    // Drawn anew when something came, or when the map has come close enough for hexagons or gone too far for them.
    async more() {
      if ((await load()) || isDrawnWide !== isWide()) draw();
    },
    middleInWords: () => inWords(foundAt(map.getCenter())),
    openMiddle() {
      const found = foundAt(map.getCenter());
      if (found) open(found, map.getCenter());
      else speak(inWords(null));
    },
  };
}
