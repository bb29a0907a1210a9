// The country as councils, each coloured by its published total, until the map is close enough for hexagons. «Fewer than 30»
// has a pattern in place of a colour.

import { canvasLayer, seesIn, trace } from "./public-map-canvas.js";
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

function boxOf(corners) {
  let [left, top, right, bottom] = [1, 1, 0, 0];
  for (const [x, y] of corners) {
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  return [left, top, right, bottom];
}

export function overviewLayer(L, map, { overview }, scale) {
  const rings = Object.entries(overview.rings).flatMap(([code, each]) =>
    each.map((steps) => {
      const corners = pointsOf(steps, overview.units).map(([latitude, longitude]) => unitSquare(longitude, latitude));
      return { code, corners, box: boxOf(corners) };
    }),
  );
  let colours = {};

  const coloursBy = ({ isNight }) => (isNight ? overview.night : overview.day);

  function draw({ context, bounds, toPixels }) {
    const look = scale.look();
    const known = rings.filter(({ code }) => code in colours).filter(seesIn(bounds, toPixels));
    const fills = [patternOf(context, FEW_PATTERN, look.text[0]), ...coloursBy(look)];
    fills.forEach((fillStyle, number) => {
      context.beginPath();
      for (const { code, corners } of known) if (colours[code] === number) trace(context, corners, toPixels);
      Object.assign(context, { fillStyle, globalAlpha: look.opacity, strokeStyle: look.edge, lineWidth: 1 });
      context.fill();
      context.globalAlpha = 1;
      context.stroke();
    });
  }

  const layer = canvasLayer(L, map, "councils", draw);
  scale.onNewLook(layer.redraw);
  return {
    isWide: () => map.getZoom() < HEXAGONS_FROM,
    show(found) {
      colours = found;
      layer.add();
      layer.redraw();
    },
    hide: layer.remove,
    codeAt({ lng, lat }) {
      const point = unitSquare(lng, lat);
      return rings.find((ring) => ring.code in colours && holds(ring, point))?.code;
    },
  };
}
