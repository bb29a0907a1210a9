// One canvas of Leaflet's, drawn anew when the map rests; while it moves Leaflet moves the canvas.

const PADDING = 0.25; // of the view, drawn beyond its edges
const SHARPEST = 2; // pixels of the screen for one of the page: more is not seen, and costs memory

// From Mercator's unit square to the pixels Leaflet lays its panes out in.
function projection(map) {
  const scale = 256 * 2 ** map.getZoom();
  const { x: left, y: top } = map.getPixelOrigin();
  return Object.assign((x, y) => [x * scale - left, y * scale - top], { scale });
}

// A closed line through corners of the unit square, added to the path.
export function trace(context, corners, toPixels) {
  corners.forEach(([x, y], index) => {
    const [pixelX, pixelY] = toPixels(x, y);
    if (index) context.lineTo(pixelX, pixelY);
    else context.moveTo(pixelX, pixelY);
  });
  context.closePath();
}

export function seesIn(bounds, toPixels) {
  return ({ box }) => {
    const [left, top] = toPixels(box[0], box[1]);
    const [right, bottom] = toPixels(box[2], box[3]);
    return right > bounds.min.x && left < bounds.max.x && bottom > bounds.min.y && top < bounds.max.y;
  };
}

// `draw` is handed an empty canvas, its context, what of the world is on it and the projection.
export function canvasLayer(L, map, name, draw) {
  function drawAll(canvas, bounds) {
    const ratio = Math.min(window.devicePixelRatio || 1, SHARPEST);
    const { x: width, y: height } = bounds.getSize();
    Object.assign(canvas, { width: width * ratio, height: height * ratio });
    Object.assign(canvas.style, { width: `${width}px`, height: `${height}px` });
    L.DomUtil.setPosition(canvas, bounds.min);
    const context = canvas.getContext("2d");
    context.scale(ratio, ratio);
    context.translate(-bounds.min.x, -bounds.min.y);
    draw({ canvas, context, bounds, toPixels: projection(map) });
  }

  const OnCanvas = L.Renderer.extend({
    _initContainer() {
      this._container = L.DomUtil.create("canvas", `app-live-map__${name}`);
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
  const layer = new OnCanvas({ pane: "hexagons", padding: PADDING });
  return {
    add: () => layer.addTo(map),
    remove: () => layer.remove(),
    redraw: () => layer._map && layer._update(),
  };
}
