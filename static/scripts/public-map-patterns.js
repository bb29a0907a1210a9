// Patterns by class, for who does not go by colour: closer as there is more. The picture that the server draws has the same.

const TILES = [
  { size: 16, dots: [[8, 8]], radius: 1.2 },
  {
    size: 16,
    dots: [
      [4, 4],
      [12, 12],
    ],
    radius: 1.8,
  },
  {
    size: 16,
    lines: [
      [-4, 4, 4, -4],
      [0, 16, 16, 0],
      [12, 20, 20, 12],
    ],
    width: 1.6,
  },
  {
    size: 16,
    lines: [
      [-4, 4, 4, -4],
      [0, 16, 16, 0],
      [12, 20, 20, 12],
    ],
    width: 4,
  },
  {
    size: 12,
    lines: [
      [0, 0, 12, 12],
      [0, 12, 12, 0],
    ],
    width: 2.4,
  },
  {
    size: 10,
    lines: [
      [0, 0, 10, 10],
      [0, 10, 10, 0],
    ],
    width: 3.6,
  },
  { size: 8 },
];

function drawTile(context, { size, dots = [], radius, lines = [], width }, ink) {
  Object.assign(context, { fillStyle: ink, strokeStyle: ink, lineWidth: width ?? 1 });
  if (!dots.length && !lines.length) context.fillRect(0, 0, size, size);
  context.beginPath();
  for (const [x, y] of dots) {
    context.moveTo(x + radius, y);
    context.arc(x, y, radius, 0, 2 * Math.PI);
  }
  context.fill();
  context.beginPath();
  for (const [fromX, fromY, toX, toY] of lines) {
    context.moveTo(fromX, fromY);
    context.lineTo(toX, toY);
  }
  context.stroke();
}

export function patternOf(context, level, ink) {
  const tile = TILES[level];
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width: tile.size, height: tile.size });
  drawTile(canvas.getContext("2d"), tile, ink);
  return context.createPattern(canvas, "repeat");
}
