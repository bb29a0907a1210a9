// Hexagons on one canvas of Leaflet's: one path for each class, streets thin above the fill, and the number in each that
// is wide enough. Drawn anew when the map rests; while it moves Leaflet moves the canvas.

import { drawHeat } from "./public-map-heat.js";
import { patternOf } from "./public-map-patterns.js";

const WIDE_ENOUGH = 24; // pixels from flat side to flat side, for a number
const LEAST_SEEN = 3; // pixels: a smaller one is drawn as wide as this
const PADDING = 0.25; // of the view, drawn beyond its edges
const SHARPEST = 2; // pixels of the screen for one of the page: more is not seen, and costs memory

function pathOf(context, hexagons, toPixels) {
  context.beginPath();
  for (const { corners, middle, box } of hexagons) {
    const grown = Math.max(1, LEAST_SEEN / ((box[2] - box[0]) * toPixels.scale));
    corners.forEach(([x, y], index) => {
      const [pixelX, pixelY] = toPixels(middle[0] + (x - middle[0]) * grown, middle[1] + (y - middle[1]) * grown);
      if (index) context.lineTo(pixelX, pixelY);
      else context.moveTo(pixelX, pixelY);
    });
    context.closePath();
  }
}

// From Mercator's unit square to the pixels Leaflet lays its panes out in.
function projection(map) {
  const scale = 256 * 2 ** map.getZoom();
  const { x: left, y: top } = map.getPixelOrigin();
  return Object.assign((x, y) => [x * scale - left, y * scale - top], { scale });
}

function widthOf({ corners: [[x, y], [otherX, otherY]] }, scale) {
  return Math.sqrt(3) * Math.hypot(otherX - x, otherY - y) * scale;
}

function drawNumbers(context, hexagons, toPixels, colour) {
  Object.assign(context, { textAlign: "center", textBaseline: "middle" });
  for (const hexagon of hexagons) {
    const width = widthOf(hexagon, toPixels.scale);
    if (width < WIDE_ENOUGH) continue;
    context.font = `700 ${Math.min(14, Math.round(width * 0.42))}px system-ui, sans-serif`;
    context.fillStyle = colour;
    context.fillText(hexagon.band === 40 ? "40+" : String(hexagon.band), ...toPixels(...hexagon.middle));
  }
}

export function hexagonLayer(L, map, scale) {
  let shown = [];
  let choice = { isHeat: false, hasPatterns: false, marksHot: false };
  let streets = null; // comes with the ground, where it has any

  function drawFills(context, classes, toPixels, look) {
    classes.forEach((hexagons, level) => {
      pathOf(context, hexagons, toPixels);
      Object.assign(context, { globalAlpha: look.opacity, fillStyle: look.fill[level], strokeStyle: look.edge, lineWidth: 1 });
      context.fill();
      if (choice.hasPatterns || look.hasPatterns) {
        Object.assign(context, { globalAlpha: look.hasPatterns ? 0.45 : 1, fillStyle: patternOf(context, level, look.text[level]) });
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

  function drawAll(canvas, bounds) {
    const ratio = Math.min(window.devicePixelRatio || 1, SHARPEST);
    const { x: width, y: height } = bounds.getSize();
    Object.assign(canvas, { width: width * ratio, height: height * ratio });
    Object.assign(canvas.style, { width: `${width}px`, height: `${height}px` });
    L.DomUtil.setPosition(canvas, bounds.min);
    const context = canvas.getContext("2d");
    context.scale(ratio, ratio);
    context.translate(-bounds.min.x, -bounds.min.y);
    const toPixels = projection(map);
    const inView = shown.filter(({ box }) => {
      const [left, top] = toPixels(box[0], box[1]);
      const [right, bottom] = toPixels(box[2], box[3]);
      return right > bounds.min.x && left < bounds.max.x && bottom > bounds.min.y && top < bounds.max.y;
    });
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
      pathOf(context, hexagons.filter(({ isHot }) => isHot), toPixels);
      Object.assign(context, { strokeStyle: look.hot, lineWidth: 2.5 });
      context.stroke();
    }
    classes.forEach((each, level) => drawNumbers(context, each, toPixels, look.text[level]));
    context.globalCompositeOperation = "destination-over"; // what is left over lies under all that is told more exactly
    drawWider(context, inView.filter(({ isWider, resolution }) => isWider && resolution > 6), toPixels, look);
    context.globalCompositeOperation = "source-over";
  }

  const Hexagons = L.Renderer.extend({
    _initContainer() {
      this._container = L.DomUtil.create("canvas", "app-live-map__hexagons");
    },
    _destroyContainer() {
      this._container.remove();
      this._container = null;
    },
    _update() {
      if (map._animatingZoom && this._bounds) return; // Leaflet's own canvas waits likewise
      L.Renderer.prototype._update.call(this);
      drawAll(this._container, this._bounds);
    },
    _updatePaths() {},
  });
  const layer = new Hexagons({ pane: "hexagons", padding: PADDING }).addTo(map);
  const redraw = () => layer._map && layer._update();
  scale.onNewLook(redraw);

  return {
    redraw,
    show(hexagons, how) {
      shown = hexagons;
      choice = { ...choice, ...how };
      redraw();
    },
    drawStreets(found) {
      streets = found;
      redraw();
    },
  };
}
