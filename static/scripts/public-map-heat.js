// The smooth view: each hexagon's reports spread evenly over its own area, then smoothed into what lies beside it, and cut
// to what is shown. It has the scale and the colours of the hexagons, and nothing is in it that they do not tell.

import { holds } from "./public-map-file.js";

const STEP = 3; // pixels of the page for one of the drawing: what is smoothed needs no finer
const REACH = 9; // steps at most, how far a smoothing goes
const PASSES = 3; // of a box: nearly a bell
const GAP = 0.25; // of a hexagon's width: what fine hexagons leave open between them and a wide one is no more

// Reports on a square kilometre where there is a hexagon; where there is none nothing is known, which is not nought.
export function spread(hexagons, { width, height, toUnit, densityOf }) {
  const sums = new Float32Array(width * height);
  const known = new Float32Array(width * height);
  for (const hexagon of hexagons) {
    const density = densityOf(hexagon);
    const [left, top, right, bottom] = toUnit.box(hexagon.box);
    for (let row = Math.max(0, Math.floor(top)); row <= Math.min(height - 1, bottom); row += 1) {
      for (let column = Math.max(0, Math.floor(left)); column <= Math.min(width - 1, right); column += 1) {
        const at = row * width + column;
        if (sums[at] >= density || !holds(hexagon, toUnit(column + 0.5, row + 0.5))) continue;
        sums[at] = density;
        known[at] = 1;
      }
    }
  }
  return { sums, known };
}

// The mean of so many neighbours along a row or a column, by a running sum.
function smoothedLine(values, result, start, stride, length, reach) {
  let sum = 0;
  for (let at = -reach; at < length + reach; at += 1) {
    if (at + reach < length) sum += values[start + (at + reach) * stride];
    if (at - reach - 1 >= 0) sum -= values[start + (at - reach - 1) * stride];
    if (at >= 0 && at < length) result[start + at * stride] = sum / (2 * reach + 1);
  }
}

// The values become what they and their neighbours are on average.
export function smoothed(values, width, height, reach) {
  const between = new Float32Array(values.length);
  for (let pass = 0; pass < PASSES; pass += 1) {
    for (let row = 0; row < height; row += 1) smoothedLine(values, between, row * width, 1, width, reach);
    for (let column = 0; column < width; column += 1) smoothedLine(between, values, column, width, height, reach);
  }
  return values;
}

// The steps in a gap between hexagons, with a hexagon near on either side; not those beyond the outermost.
export function gapsIn(known, width, height, reach) {
  const isKnown = (column, row) =>
    column >= 0 && row >= 0 && column < width && row < height && known[row * width + column];
  const meets = (column, row, right, down) => {
    for (let step = 1; step <= reach; step += 1) if (isKnown(column + right * step, row + down * step)) return true;
    return false;
  };
  const gaps = [];
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      if (isKnown(column, row)) continue;
      const isAcross = meets(column, row, -1, 0) && meets(column, row, 1, 0);
      if (isAcross || (meets(column, row, 0, -1) && meets(column, row, 0, 1))) gaps.push([column, row]);
    }
  }
  return gaps;
}

function painted(densities, width, height, { classOf }, { heat, opacity }) {
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width, height });
  const context = canvas.getContext("2d");
  const image = context.createImageData(width, height);
  const colours = heat.map((colour) => [
    ...[1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16)),
    255 * opacity,
  ]);
  for (let index = 0; index < densities.length; index += 1) {
    if (densities[index] > 0) image.data.set(colours[classOf(densities[index])], index * 4);
  }
  context.putImageData(image, 0, 0);
  return canvas;
}

export function drawHeat(context, hexagons, { bounds, toPixels, scale, look, pathOf }) {
  if (!hexagons.length) return;
  const { x: pixelsWide, y: pixelsHigh } = bounds.getSize();
  const [width, height] = [Math.ceil(pixelsWide / STEP), Math.ceil(pixelsHigh / STEP)];
  const [worldLeft, worldTop] = toPixels(0, 0); // the world's corner, in pixels
  const toUnit = Object.assign(
    (x, y) => [
      (x * STEP + bounds.min.x - worldLeft) / toPixels.scale,
      (y * STEP + bounds.min.y - worldTop) / toPixels.scale,
    ],
    {
      box: (box) =>
        box.map(
          (value, at) =>
            (value * toPixels.scale + (at % 2 ? worldTop - bounds.min.y : worldLeft - bounds.min.x)) / STEP,
        ),
    },
  );
  const { sums, known } = spread(hexagons, { width, height, toUnit, densityOf: scale.densityOf });
  const widths = hexagons.map(({ box }) => box[2] - box[0]).sort((one, other) => one - other);
  const usual = (widths[Math.floor(widths.length / 2)] * toPixels.scale) / STEP;
  const reach = Math.max(1, Math.min(REACH, Math.round(usual / 3)));
  const gaps = gapsIn(known, width, height, Math.max(1, Math.round(usual * GAP)));
  const [total, share] = [sums, known].map((values) => smoothed(values, width, height, reach));
  const densities = total.map((sum, at) => (share[at] > 1e-4 ? sum / share[at] : 0));
  const heat = painted(densities, width, height, scale, look);
  context.drawImage(heat, bounds.min.x, bounds.min.y, width * STEP, height * STEP);
  context.globalCompositeOperation = "destination-in";
  pathOf(context, hexagons, toPixels);
  for (const [column, row] of gaps) {
    const [left, top] = [bounds.min.x + column * STEP - 2, bounds.min.y + row * STEP - 2];
    const [right, bottom] = [left + STEP + 4, top + STEP + 4];
    context.moveTo(left, top); // the way round that the hexagons have: else one would take the other away
    for (const [x, y] of [
      [left, bottom],
      [right, bottom],
      [right, top],
    ])
      context.lineTo(x, y);
    context.closePath();
  }
  context.fillStyle = "#000";
  context.fill();
  context.globalCompositeOperation = "source-over";
}
