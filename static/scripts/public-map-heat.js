// The smooth view, drawn on the phone: each published number spread over its hexagon and blurred into its neighbours'.
// Nothing is in it that the hexagons do not tell. Lines where the density passes a class say it without colour.

const STEP = 2; // pixels of the screen for one of the drawing: what is blurred needs no finer
const SPREAD = 1.9; // edges of its hexagon: how far a number reaches
const FAINTEST = 0.02; // reports on a square kilometre; less cannot be seen

// How many reports there are on a square kilometre at each point, from hexagons in pixels of the drawing.
export function densities(spots, width, height) {
  const sums = new Float32Array(width * height);
  for (const { x, y, radius, value, pixelsOfKilometre } of spots) {
    const reach = Math.max(radius, 1);
    const peak = (3 * value * pixelsOfKilometre) / (Math.PI * reach * reach); // a bell of that volume
    for (let row = Math.max(0, Math.ceil(y - reach)); row <= Math.min(height - 1, y + reach); row += 1) {
      for (let column = Math.max(0, Math.ceil(x - reach)); column <= Math.min(width - 1, x + reach); column += 1) {
        const near = 1 - ((column - x) ** 2 + (row - y) ** 2) / (reach * reach);
        if (near > 0) sums[row * width + column] += peak * near * near;
      }
    }
  }
  return sums;
}

export function classOf(density, classes) {
  return classes.filter((least) => density >= least).length;
}

function painted(context, sums, width, height, classes, [red, green, blue]) {
  const image = context.createImageData(width, height);
  const range = Math.log(classes[classes.length - 1] / FAINTEST);
  for (let index = 0; index < sums.length; index += 1) {
    const density = sums[index];
    if (density < FAINTEST) continue;
    const level = classOf(density, classes);
    const isLine =
      level !== classOf(sums[index + 1] ?? 0, classes) || level !== classOf(sums[index + width] ?? 0, classes);
    const strength = 0.75 * Math.min(1, Math.log(density / FAINTEST) / range);
    image.data.set([red, green, blue, 255 * (isLine ? 1 : strength)], index * 4);
  }
  context.putImageData(image, 0, 0);
}

export function heatLayer(L, map, classes) {
  const canvas = L.DomUtil.create("canvas", "app-live-map__heat");
  let hexagons = [];

  function spotOf({ longitude, latitude, corners, band }, scale) {
    const middle = map.latLngToContainerPoint([latitude, longitude]);
    const edge = middle.distanceTo(map.latLngToContainerPoint(corners[0]));
    const kilometres = map.distance([latitude, longitude], corners[0]) / 1000; // as long as the edge
    const pixelsOfKilometre = (edge / scale / kilometres) ** 2; // a square one, of the drawing
    return {
      x: middle.x / scale,
      y: middle.y / scale,
      radius: (edge * SPREAD) / scale,
      value: band,
      pixelsOfKilometre,
    };
  }

  function draw() {
    const { x, y } = map.getSize();
    const [width, height] = [Math.ceil(x / STEP), Math.ceil(y / STEP)];
    Object.assign(canvas, { width, height });
    Object.assign(canvas.style, { width: `${width * STEP}px`, height: `${height * STEP}px` });
    L.DomUtil.setPosition(canvas, map.containerPointToLayerPoint([0, 0]));
    const colour = getComputedStyle(canvas).color.match(/\d+/g).slice(0, 3).map(Number);
    const spots = hexagons.map((hexagon) => spotOf(hexagon, STEP));
    painted(canvas.getContext("2d"), densities(spots, width, height), width, height, classes, colour);
  }

  return {
    show(found) {
      hexagons = found;
      if (!canvas.parentNode) {
        map.getPane("overlayPane").append(canvas);
        map.on("moveend", draw);
      }
      draw();
    },
    hide() {
      canvas.remove();
      map.off("moveend", draw);
    },
  };
}
