// Hexagons on one canvas of Leaflet's: one path for each class, streets thin above the fill, and the number in each that
// is wide enough.

import { canvasLayer, seesIn, trace } from "./public-map-canvas.js";
import { drawHeat } from "./public-map-heat.js";
import { isUnder } from "./public-map-names.js";
import { patternOf } from "./public-map-patterns.js";

const WIDE_ENOUGH = 24; // pixels from flat side to flat side, for a number
const LEAST_SEEN = 3; // pixels: a smaller one is drawn as wide as this

function pathOf(context, hexagons, toPixels) {
  context.beginPath();
  for (const { corners, middle, box } of hexagons) {
    const grown = Math.max(1, LEAST_SEEN / ((box[2] - box[0]) * toPixels.scale));
    const larger = ([x, y]) => [middle[0] + (x - middle[0]) * grown, middle[1] + (y - middle[1]) * grown];
    trace(context, grown === 1 ? corners : corners.map(larger), toPixels);
  }
}

function widthOf({ corners: [[x, y], [otherX, otherY]] }, scale) {
  return Math.sqrt(3) * Math.hypot(otherX - x, otherY - y) * scale;
}

// How many were drawn: a number under a name would be half a number, and another one.
function drawNumbers(context, hexagons, toPixels, colour, names) {
  Object.assign(context, { textAlign: "center", textBaseline: "middle" });
  let drawn = 0;
  for (const hexagon of hexagons) {
    const width = widthOf(hexagon, toPixels.scale);
    if (width < WIDE_ENOUGH) continue;
    const size = Math.min(14, Math.round(width * 0.42));
    context.font = `700 ${size}px system-ui, sans-serif`;
    const number = hexagon.isFloor ? `${hexagon.band}+` : String(hexagon.band);
    const middle = toPixels(...hexagon.middle);
    if (isUnder(names, middle, context.measureText(number).width, size)) continue;
    context.fillStyle = colour;
    context.fillText(number, ...middle);
    drawn += 1;
  }
  return drawn;
}

export function hexagonLayer(L, map, scale) {
  let shown = [];
  let choice = { isHeat: false, hasPatterns: false, marksHot: false };
  let streets = null; // comes with the ground, where it has any
  let boxesOfNames = () => []; // comes with the names

  function drawFills(context, classes, toPixels, look) {
    classes.forEach((hexagons, level) => {
      pathOf(context, hexagons, toPixels);
      Object.assign(context, {
        globalAlpha: look.opacity,
        fillStyle: look.fill[level],
        strokeStyle: look.edge,
        lineWidth: 1,
      });
      context.fill();
      if (choice.hasPatterns || look.hasPatterns) {
        Object.assign(context, {
          globalAlpha: look.hasPatterns ? 0.45 : 1,
          fillStyle: patternOf(context, level, look.text[level]),
        });
        context.fill();
      }
      context.globalAlpha = 1;
      context.stroke();
    });
  }

  function drawWider(context, hexagons, toPixels, look) {
    pathOf(context, hexagons, toPixels);
    Object.assign(context, { globalAlpha: 0.35, fillStyle: look.fill[0], strokeStyle: look.text[0], lineWidth: 1 });
    context.fill();
    context.globalAlpha = 0.7;
    context.setLineDash([2, 4]);
    context.stroke();
    context.setLineDash([]);
    context.globalAlpha = 1;
  }

  function drawAll({ canvas, context, bounds, toPixels }) {
    const inView = shown.filter(seesIn(bounds, toPixels));
    const hexagons = inView.filter(({ isWider }) => !isWider);
    canvas.dataset.hexagons = hexagons.length;
    const look = scale.look();
    const classes = look.fill.map((_colour, level) => hexagons.filter((one) => scale.classOfHexagon(one) === level));
    if (choice.isHeat) drawHeat(context, hexagons, { bounds, toPixels, scale, look, pathOf });
    else drawFills(context, classes, toPixels, look);
    if (streets) {
      context.globalCompositeOperation = "source-atop"; // above the fill alone: beside it they lie on the ground
      streets.draw(context, bounds, toPixels, look.street);
      context.globalCompositeOperation = "source-over";
    }
    if (choice.isHeat) return;
    if (choice.marksHot) {
      pathOf(
        context,
        hexagons.filter(({ isHot }) => isHot),
        toPixels,
      );
      Object.assign(context, { strokeStyle: look.hot, lineWidth: 2.5 });
      context.stroke();
    }
    const names = boxesOfNames();
    const numbers = classes.map((each, level) => drawNumbers(context, each, toPixels, look.text[level], names));
    canvas.dataset.numbers = numbers.reduce((sum, drawn) => sum + drawn, 0);
    context.globalCompositeOperation = "destination-over"; // what is left over lies under all that is told more exactly
    drawWider(
      context,
      inView.filter(({ isWider, resolution }) => isWider && resolution > 6),
      toPixels,
      look,
    );
    context.globalCompositeOperation = "source-over";
  }

  const { add, redraw } = canvasLayer(L, map, "hexagons", drawAll);
  add();
  scale.onNewLook(redraw);

  return {
    redraw,
    show(hexagons, how) {
      shown = hexagons;
      choice = { ...choice, ...how };
      redraw();
    },
    keepClearOf(boxes) {
      boxesOfNames = boxes;
      redraw();
    },
    drawStreets(found) {
      streets = found;
      redraw();
    },
  };
}
