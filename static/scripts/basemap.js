// The ground under the hexagons: vector tiles from our own server, drawn on the phone. If anything about it fails, the
// map goes on without it.

import { coloursFor, labelRules, paintRules } from "./basemap-style.js";

export async function drawBasemap(map, basemap) {
  const parts = await import("./vector-tiles.js");
  const night = matchMedia("(prefers-color-scheme: dark)");
  const rules = () => {
    const colours = coloursFor(night.matches);
    return {
      paintRules: paintRules(parts, colours),
      labelRules: labelRules(parts, colours, document.documentElement.lang),
      backgroundColor: colours.land,
    };
  };
  const layer = parts.leafletLayer({
    url: basemap.url,
    maxDataZoom: basemap.maxZoom,
    attribution: basemap.attribution,
    noWrap: true,
    className: "app-basemap",
    ...rules(),
  });
  night.addEventListener("change", () => {
    Object.assign(layer, rules());
    layer.clearLayout();
    layer.rerenderTiles();
  });
  return layer.addTo(map);
}

// Names stand on the ground already where it has any.
export function withoutNamesOf(basemap, names) {
  if (!basemap?.namesWithin) return names;
  const [west, south, east, north] = basemap.namesWithin;
  return names.filter(
    ([, longitude, latitude]) => !(west <= longitude && longitude <= east && south <= latitude && latitude <= north),
  );
}
