// The releases' files of the councils in view, each loaded once; and what they hold of a period, each hexagon once.

import { hexagonsOf } from "./public-map-file.js";

const AT_ONCE = 12; // councils loaded for one view; more come when it moves closer
const FEW = 3; // councils whose other periods come at the first other one asked for, so that no later step waits

export function releaseLibrary(L, ground, groundOf, readJson) {
  const files = new Map(); // the hexagons of each file, by its address
  const grounds = new Map([[ground.period, ground]]); // of a country, whose other periods come one by one

  function inView(map, councils) {
    const view = map.getBounds();
    const middle = map.getCenter();
    const boundsOf = ({ bounds: [west, south, east, north] }) => L.latLngBounds([south, west], [north, east]);
    return councils
      .filter((council) => Object.keys(council.files).length && view.intersects(boundsOf(council)))
      .sort(
        (one, other) => middle.distanceTo(boundsOf(one).getCenter()) - middle.distanceTo(boundsOf(other).getCenter()),
      )
      .slice(0, AT_ONCE);
  }

  // What is known of all councils in a period: asked for once, and only of a country.
  const knownOf = (period) => (ground.overview ? grounds.get(period) : ground);
  async function loadGround(period) {
    if (knownOf(period)) return;
    const found = await readJson(groundOf(period));
    Object.assign(ground.covers, found.covers);
    grounds.set(period, found);
  }

  return {
    knownOf,
    loadGrounds: (periods) => Promise.all(periods.map(loadGround)),
    // Whether something came.
    async load(map, periods) {
      await Promise.all(periods.map(loadGround));
      const wanted = periods.flatMap((period) => {
        const councils = inView(map, knownOf(period).councils);
        const isFirst = period === ground.period || councils.length > FEW;
        return councils.flatMap(({ files: of }) => (isFirst ? [of[period]] : Object.values(of)));
      });
      const missing = [...new Set(wanted)].filter((address) => address && !files.has(address));
      const read = await Promise.all(missing.map((address) => readJson(address)));
      missing.forEach((address, index) => files.set(address, hexagonsOf(read[index])));
      return missing.length > 0;
    },
    // A hexagon on a border is two councils': the higher number is the one that is seen.
    of(period) {
      const found = new Map();
      for (const council of knownOf(period)?.councils ?? []) {
        for (const hexagon of files.get(council.files[period]) ?? []) {
          const key = `${hexagon.isWider} ${hexagon.key}`;
          if (!(found.get(key)?.hexagon.band >= hexagon.band)) found.set(key, { hexagon, council });
        }
      }
      return [...found.values()];
    },
  };
}
