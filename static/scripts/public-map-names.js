// Names of towns on the moving map: those of most people that cover no other name at this zoom.

const LETTER = 8; // pixels
const HEIGHT = 20;

export function nameLayer(L, map, names) {
  const layer = L.layerGroup().addTo(map);

  function boxOf([text, longitude, latitude]) {
    const { x, y } = map.latLngToContainerPoint([latitude, longitude]);
    return { left: x - 4, top: y - HEIGHT / 2, right: x + 10 + text.length * LETTER, bottom: y + HEIGHT / 2 };
  }

  function draw() {
    layer.clearLayers();
    const taken = [];
    const view = map.getBounds().pad(0.1);
    for (const name of names) {
      const [text, longitude, latitude] = name;
      if (!view.contains([latitude, longitude])) continue;
      const box = boxOf(name);
      const isCovered = taken.some(
        (other) => box.left < other.right && other.left < box.right && box.top < other.bottom && other.top < box.bottom,
      );
      if (isCovered) continue;
      taken.push(box);
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
