// The releases' files of the councils in view, each loaded once; and what they hold of a period, each hexagon once.

import { hexagonsOf } from "./public-map-file.js";

const AT_ONCE = 12; // councils loaded for one view; more come when it moves closer
const FEW = 3; // councils whose other periods come at the first other one asked for, so that no later step waits

export function releaseLibrary(L, ground, readJson) {
  const files = new Map(); // the hexagons of each file, by its address

  function inView(map) {
    const view = map.getBounds();
    const middle = map.getCenter();
    const boundsOf = ({ bounds: [west, south, east, north] }) => L.latLngBounds([south, west], [north, east]);
    return ground.councils
      .filter((council) => Object.keys(council.files).length && view.intersects(boundsOf(council)))
      .sort((one, other) => middle.distanceTo(boundsOf(one).getCenter()) - middle.distanceTo(boundsOf(other).getCenter()))
      .slice(0, AT_ONCE);
  }

  return {
    // Whether something came.
    async load(map, periods) {
      const councils = inView(map);
      const isFirst = periods.every((period) => period === ground.period);
      const ofCouncil = ({ files: of }) => (isFirst || councils.length > FEW ? periods.map((period) => of[period]) : Object.values(of));
      const missing = [...new Set(councils.flatMap(ofCouncil))].filter((address) => address && !files.has(address));
      const read = await Promise.all(missing.map((address) => readJson(address)));
      missing.forEach((address, index) => files.set(address, hexagonsOf(read[index])));
      return missing.length > 0;
    },
    // A hexagon on a border is two councils': the higher number is the one that is seen.
    of(period) {
      const found = new Map();
      for (const council of ground.councils) {
        for (const hexagon of files.get(council.files[period]) ?? []) {
          const key = `${hexagon.isWider} ${hexagon.key}`;
          if (!(found.get(key)?.hexagon.band >= hexagon.band)) found.set(key, { hexagon, council });
        }
      }
      return [...found.values()];
    },
  };
}
