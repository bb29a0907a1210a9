// A release's map.json by columns as a list of hexagons: corners as Leaflet has them, middle, band and the rest.

function decoded({ units, shapes }, columns, isWider) {
  let [x, y] = [0, 0];
  return columns.about.map((band, index) => {
    x += columns.longitude[index];
    y += columns.latitude[index];
    const resolution = columns.resolution[index];
    const [longitude, latitude] = [x / units, y / units];
    const { at, corners, east, north } = shapes[resolution];
    const offset = (place) => corners[place] + east[place] * (longitude - at[0]) + north[place] * (latitude - at[1]);
    const points = [];
    for (let place = 0; place < corners.length; place += 2) {
      points.push([(y + offset(place + 1)) / units, (x + offset(place)) / units]);
    }
    return { corners: points, longitude, latitude, band, isHot: !isWider && columns.hot[index] === 1, isWider };
  });
}

export function hexagonsOf(file) {
  return [...decoded(file, file.wider, true), ...decoded(file, file.hexagons, false)];
}

// Crossings of a line going east from the point: an odd number of them is inside.
export function holds({ corners }, { lat, lng }) {
  return corners.reduce((inside, [latitude, longitude], index) => {
    const [otherLatitude, otherLongitude] = corners[(index || corners.length) - 1];
    const crosses = latitude > lat !== otherLatitude > lat;
    const at = longitude + ((lat - latitude) / (otherLatitude - latitude)) * (otherLongitude - longitude);
    return crosses && lng < at ? !inside : inside;
  }, false);
}
