// The main streets once more, thin, above the fill of the hexagons: from the tiles that lie under them already.

import { ROAD_LAYERS, isDrawnAbove } from "./basemap-style.js";

const STRENGTH = 0.55; // of the line: the colour under it stays the class's
const MOST = 20; // views of tiles remembered

export function streetsAbove(map, view, redraw) {
  const known = new Map(); // what the tiles of a view hold, by zoom and edges

  // Of the tiles in view; null until they have come, which draws the hexagons anew.
  function tilesIn(bounds) {
    const zoom = Math.round(map.getZoom());
    const grown = 2 ** (zoom - map.getZoom()); // tiles stand at whole zooms
    const { x, y } = map.getPixelOrigin();
    const [minX, minY] = [(bounds.min.x + x) * grown, (bounds.min.y + y) * grown];
    const [maxX, maxY] = [(bounds.max.x + x) * grown, (bounds.max.y + y) * grown];
    const key = `${zoom} ${[minX, minY, maxX, maxY].map((edge) => Math.floor(edge / 256)).join(" ")}`;
    if (!known.has(key)) {
      if (known.size >= MOST) known.clear();
      known.set(key, null);
      view.getBbox(zoom, { minX, minY, maxX, maxY }).then(
        (tiles) => {
          known.set(key, { tiles, zoom });
          redraw();
        },
        () => known.delete(key),
      );
    }
    return known.get(key);
  }

  function trace(context, { data, origin, scale }, zoom, toDrawing) {
    for (const name of ROAD_LAYERS) {
      for (const feature of data.get(name) ?? []) {
        if (!isDrawnAbove(feature, zoom)) continue;
        for (const line of feature.geom) {
          line.forEach((point, index) => {
            const [x, y] = toDrawing(point.x * scale + origin.x, point.y * scale + origin.y);
            if (index) context.lineTo(x, y);
            else context.moveTo(x, y);
          });
        }
      }
    }
  }

  return {
    draw(context, bounds, toPixels, colour) {
      const found = tilesIn(bounds);
      if (!found) return;
      const world = 256 * 2 ** found.zoom;
      context.beginPath();
      for (const tile of found.tiles) trace(context, tile, found.zoom, (x, y) => toPixels(x / world, y / world));
      Object.assign(context, { strokeStyle: colour, globalAlpha: STRENGTH, lineWidth: 1, lineJoin: "round" });
      context.stroke();
      context.globalAlpha = 1;
    },
  };
}
