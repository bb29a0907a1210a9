// A staff page's map that moves: made of what django-leaflet's tag wrote into the page, in place of the picture. It starts
// from a button that is shown only where all of it can be had.

import { drawBasemap } from "./basemap.js";

const start = document.querySelector("[data-staff-map-start]");
const place = document.querySelector("[data-staff-map]");

function hexagonsOf(L) {
  const drawn = JSON.parse(place.dataset.hexagons).map(([number, count, corners]) => {
    const className = `app-hotspots__cells app-hotspots__cells--${number}`;
    return L.polygon(corners, { className, weight: 1, fillOpacity: 0.7 }).bindTooltip(String(count));
  });
  return L.featureGroup(drawn);
}

// Context layers: a dot for a point, a line for a line or an edge; each says what it is.
function layersOf(L) {
  const drawn = JSON.parse(place.dataset.layers).flatMap(([layer, kind, shapes]) =>
    shapes.map(([type, corners, name]) => {
      const className = `app-layers app-layers--${kind} app-layers__mark`;
      const style = { className, weight: 2, fill: false };
      const shape =
        type === "Point"
          ? L.circleMarker(corners[0], { ...style, radius: kind === "lights" ? 1 : 3 })
          : L.polyline(corners, style);
      const words = document.createElement("span"); // a text would be read as HTML, and a name is whatever a file held
      words.textContent = name ? `${layer}: ${name}` : layer;
      return shape.bindTooltip(words);
    }),
  );
  return L.featureGroup(drawn);
}

// A mouse drags with its button; a finger must stay free to scroll the page past the map.
function leaveOneFingerToThePage(map, element) {
  const choose = (event) => (event.pointerType === "mouse" ? map.dragging.enable() : map.dragging.disable());
  element.addEventListener("pointerdown", choose, true);
}

function show() {
  const { L } = window;
  const element = place.querySelector("[data-leaflet]");
  const djoptions = JSON.parse(element.dataset.leaflet);
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const motion = { zoomAnimation: !still, fadeAnimation: !still, inertia: !still };
  // The page scrolls, the map does not catch it: see `leaveOneFingerToThePage`.
  const ours = { zoomControl: false, scrollWheelZoom: false, dragging: false };
  start.hidden = true;
  place.hidden = false;
  place.parentElement.querySelector("svg").setAttribute("hidden", "");
  const map = L.Map.djangoMap(element.id, { djoptions, globals: false, ...ours, ...motion });
  leaveOneFingerToThePage(map, element);
  map.fitBounds(JSON.parse(place.dataset.bounds));
  hexagonsOf(L).addTo(map);
  layersOf(L).addTo(map);
  L.control.zoom({ zoomInTitle: place.dataset.zoomIn, zoomOutTitle: place.dataset.zoomOut }).addTo(map);
  element.setAttribute("role", "application");
  element.setAttribute("aria-label", place.dataset.label);
  element.focus({ preventScroll: true });
  const ground = JSON.parse(place.dataset.ground);
  if (djoptions.layers.length > 0 || ground === null) return;
  map.createPane("names"); // of towns and streets, where the ground has any
  drawBasemap(map, ground).catch(() => {}); // the hexagons are there without it
}

if (start && place && window.L?.Map?.djangoMap) {
  start.hidden = false;
  start.querySelector("button").addEventListener("click", show);
}
