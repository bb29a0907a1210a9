// The ground under the hexagons: vector tiles from our own server, drawn on the phone. If anything about it fails, the
// map goes on without it.

import { coloursFor, labelRules, paintRules } from "./basemap-style.js";

// The ground itself lies under everything in the pane of tiles, its names above the hexagons in a pane of their own. Both
// read the same tiles, each asked for once. What is handed back knows the tiles: streets are drawn from them too.
export async function drawBasemap(map, basemap) {
  const parts = await import("./vector-tiles.js");
  const night = matchMedia("(prefers-color-scheme: dark)");
  const shared = {
    url: basemap.url,
    maxDataZoom: basemap.maxZoom,
    levelDiff: basemap.levelDiff,
    noWrap: true,
    updateWhenIdle: true,
  };
  const rules = () => {
    const colours = coloursFor(night.matches);
    return {
      ground: { paintRules: paintRules(parts, colours), labelRules: [], backgroundColor: colours.land },
      names: { paintRules: [], labelRules: labelRules(parts, colours, document.documentElement.lang) },
    };
  };
  const { ground: of, names: above } = rules();
  const ground = parts.leafletLayer({ ...shared, ...of, attribution: basemap.attribution, className: "app-basemap" });
  const names = parts.leafletLayer({
    ...shared,
    ...above,
    attribution: "",
    pane: "names",
    className: "app-basemap-names",
  });
  names.views = ground.views;
  night.addEventListener("change", () => {
    const fresh = rules();
    for (const [layer, rule] of [
      [ground, fresh.ground],
      [names, fresh.names],
    ]) {
      Object.assign(layer, rule);
      layer.clearLayout();
      layer.rerenderTiles();
    }
  });
  ground.addTo(map);
  names.addTo(map);
  return ground.views.get("");
}

// Names stand on the ground already where it has any.
export function withoutNamesOf(basemap, names) {
  if (!basemap?.namesWithin) return names;
  const [west, south, east, north] = basemap.namesWithin;
  return names.filter(
    ([, longitude, latitude]) => !(west <= longitude && longitude <= east && south <= latitude && latitude <= north),
  );
}
