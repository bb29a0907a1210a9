// The country as councils, each coloured by its published total, until the map is close enough for hexagons. «Fewer than 30»
// has a pattern in place of a colour.

import { patternOf } from "./public-map-patterns.js";
import { holds, unitSquare } from "./public-map-file.js";

const HEXAGONS_FROM = 9; // zoom: further away most are too small to see, and there are too many to load
const FEW_PATTERN = 1;

// Steps from point to point as latitudes and longitudes.
export function pointsOf(steps, units) {
  let [latitude, longitude] = [0, 0];
  const points = [];
  for (let at = 0; at < steps.length; at += 2) {
    latitude += steps[at];
    longitude += steps[at + 1];
    points.push([latitude / units, longitude / units]);
  }
  return points;
}

export function overviewLayer(L, map, { overview }, scale) {
  const renderer = L.canvas({ padding: 0.25 });
  const shapes = Object.entries(overview.rings).map(([code, rings]) => ({ code, rings: rings.map((ring) => pointsOf(ring, overview.units)) }));
  const areas = shapes.map(({ code, rings }) => ({
    code,
    rings: rings.map((ring) => {
      const corners = ring.map(([latitude, longitude]) => unitSquare(longitude, latitude));
      const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
      return { corners, box: [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)] };
    }),
  }));
  const drawn = L.layerGroup();
  let colours = {};

  // The pattern of too few; Leaflet hands it to its canvas as it does a colour.
  function fillOf(number, { isNight, text }) {
    if (number > 0) return (isNight ? overview.night : overview.day)[number - 1];
    return patternOf(document.createElement("canvas").getContext("2d"), FEW_PATTERN, text[0]);
  }

  function draw() {
    drawn.clearLayers();
    const look = scale.look();
    for (const { code, rings } of shapes) {
      if (!(code in colours)) continue;
      L.polygon(rings.map((ring) => [ring]), {
        ...{ renderer, interactive: false, weight: 1, color: look.edge },
        ...{ fillColor: fillOf(colours[code], look), fillOpacity: look.opacity, smoothFactor: 0 },
      }).addTo(drawn);
    }
  }

  scale.onNewLook(draw);
  return {
    isWide: () => map.getZoom() < HEXAGONS_FROM,
    show(found) {
      if (colours !== found) {
        colours = found;
        draw();
      }
      drawn.addTo(map);
    },
    hide: () => drawn.remove(),
    codeAt({ lng, lat }) {
      const point = unitSquare(lng, lat);
      return areas.find(({ code, rings }) => code in colours && rings.some((ring) => holds(ring, point)))?.code;
    },
  };
}
