// Names of towns on the moving map: those of most people that cover no other name at this zoom.

const LETTER = 8; // pixels
const HEIGHT = 20;

const meet = (box, other) =>
  box.left < other.right && other.left < box.right && box.top < other.bottom && other.top < box.bottom;

// The names that are shown now, each with its box in the pixels Leaflet lays its panes out in.
export function namesShown(map, names) {
  const shown = [];
  const view = map.getBounds().pad(0.1);
  for (const [text, longitude, latitude] of names) {
    if (!view.contains([latitude, longitude])) continue;
    const { x, y } = map.latLngToLayerPoint([latitude, longitude]);
    const box = { left: x - 4, top: y - HEIGHT / 2, right: x + 10 + text.length * LETTER, bottom: y + HEIGHT / 2 };
    if (!shown.some((other) => meet(box, other.box))) shown.push({ text, longitude, latitude, box });
  }
  return shown;
}

// Whether something round a point would lie under one of the boxes.
export function isUnder(boxes, [x, y], width, height) {
  const box = { left: x - width / 2, top: y - height / 2, right: x + width / 2, bottom: y + height / 2 };
  return boxes.some((other) => meet(box, other));
}

export function nameLayer(L, map, names) {
  const layer = L.layerGroup().addTo(map);

  function draw() {
    layer.clearLayers();
    for (const { text, longitude, latitude } of namesShown(map, names)) {
      const label = document.createElement("span");
      label.textContent = text;
      const icon = L.divIcon({
        className: "app-live-map__name",
        html: label,
        iconSize: null,
        iconAnchor: [4, HEIGHT / 2],
      });
      L.marker([latitude, longitude], { icon, interactive: false, keyboard: false }).addTo(layer);
    }
  }

  map.on("moveend", draw);
  draw();
}
