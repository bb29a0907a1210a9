// A release's map.json by columns as a list of hexagons: corners and middle on Mercator's unit square, band and the rest.

const HALF_TURN = Math.PI / 180;

// (0, 0) is the world's north-west corner, (1, 1) the south-east one.
export function unitSquare(longitude, latitude) {
  return [longitude / 360 + 0.5, 0.5 - Math.asinh(Math.tan(latitude * HALF_TURN)) / (2 * Math.PI)];
}

function boxOf(corners) {
  const xs = corners.map(([x]) => x);
  const ys = corners.map(([, y]) => y);
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

const HIGHEST = 40; // of one map; the file of several added up says its own

function decoded({ units, shapes, map_quarters: quarters, highest = HIGHEST }, columns, isWider) {
  let [x, y] = [0, 0];
  return columns.about.map((band, index) => {
    x += columns.longitude[index];
    y += columns.latitude[index];
    const resolution = columns.resolution[index];
    const [longitude, latitude] = [x / units, y / units];
    const { at, corners: shape, east, north } = shapes[resolution];
    const offset = (place) => shape[place] + east[place] * (longitude - at[0]) + north[place] * (latitude - at[1]);
    const corners = [];
    for (let place = 0; place < shape.length; place += 2) {
      corners.push(unitSquare((x + offset(place)) / units, (y + offset(place + 1)) / units));
    }
    return {
      key: `${resolution} ${x} ${y}`, // the same hexagon of another period or council has the same
      ...{ corners, box: boxOf(corners), longitude, latitude, middle: unitSquare(longitude, latitude) },
      ...{ isFloor: band === highest, isSum: highest !== HIGHEST },
      ...{ band, resolution, quarters, isWider, isHot: !isWider && columns.hot[index] === 1 },
    };
  });
}

export function hexagonsOf(file) {
  return [...decoded(file, file.wider, true), ...decoded(file, file.hexagons, false)];
}

// Crossings of a line going east from the point: an odd number of them is inside.
export function holds({ corners, box }, [x, y]) {
  if (x < box[0] || y < box[1] || x > box[2] || y > box[3]) return false;
  return corners.reduce((inside, [cornerX, cornerY], index) => {
    const [otherX, otherY] = corners[(index || corners.length) - 1];
    const crosses =
      cornerY > y !== otherY > y && x < cornerX + ((y - cornerY) / (otherY - cornerY)) * (otherX - cornerX);
    return crosses ? !inside : inside;
  }, false);
}
