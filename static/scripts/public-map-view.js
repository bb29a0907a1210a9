// A Leaflet map as this page wants one: its view is the picture's, its buttons come first, a finger may scroll past it.

import { pointsOf } from "./public-map-overview.js";

const OVER_THE_GROUND = { hexagons: 390, names: 450 }; // panes of our own and how high they lie; outlines are at 400

// Twice as far each way as there is ground; a place that was found may lie further out.
function boundsAbout(L, { bounds: [west, south, east, north] }, box) {
  const about = L.latLngBounds([south, west], [north, east]);
  if (box) about.extend([box[1], box[0]]).extend([box[3], box[2]]);
  return about.pad(1);
}

function optionsOf(L, ground, more) {
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  return {
    zoomControl: false,
    dragging: false, // see `leaveOneFingerToThePage`
    scrollWheelZoom: false, // the page scrolls, the map does not catch it
    closePopupOnEscapeKey: false, // Escape is ours: see `ownEscape`
    minZoom: 4,
    maxZoom: 16,
    maxBounds: boundsAbout(L, ground, more.box),
    zoomSnap: 0, // the picture's view is at no whole zoom
    zoomAnimation: !still,
    fadeAnimation: !still,
    inertia: !still,
    ...more,
  };
}

// A mouse drags with its button; a finger must stay free to scroll the page past the map.
function leaveOneFingerToThePage(map, container) {
  container.addEventListener(
    "pointerdown",
    (event) => (event.pointerType === "mouse" ? map.dragging.enable() : map.dragging.disable()),
    true,
  );
}

// Read aloud, the buttons come before the map, and of the map comes what tells a number: not the ground's empty canvases,
// the lines of the hexagons or town names in no order. What lies under the middle is said when the map moves.
function readControlsFirst(map, container) {
  container.prepend(container.querySelector(".leaflet-control-container"));
  for (const pane of ["tilePane", "overlayPane", "shadowPane", "markerPane", ...Object.keys(OVER_THE_GROUND)]) {
    map.getPane(pane).setAttribute("aria-hidden", "true");
  }
}

export function makeMap(L, container, ground, more = {}) {
  const { words } = ground;
  const [west, south, east, north] = more.box ?? ground.bounds;
  const map = L.map(container, optionsOf(L, ground, more)).fitBounds([
    [south, west],
    [north, east],
  ]);
  if (more.keyboard !== false) map.options.zoomSnap = 1; // from now on by whole steps, where the ground is sharpest
  for (const [name, height] of Object.entries(OVER_THE_GROUND)) {
    Object.assign(map.createPane(name).style, { zIndex: height, pointerEvents: "none" });
  }
  map.attributionControl.setPrefix("Leaflet"); // without its link: nobody is led away from here
  map.on("popupopen", ({ popup }) =>
    popup.getElement().querySelector(".leaflet-popup-close-button").setAttribute("aria-label", words.close),
  );
  if (more.keyboard !== false) {
    const position = document.documentElement.dir === "rtl" ? "topleft" : "topright";
    L.control.zoom({ position, zoomInTitle: words.zoomIn, zoomOutTitle: words.zoomOut }).addTo(map);
  }
  L.control.scale({ imperial: true, position: "bottomright" }).addTo(map);
  L.polyline(
    ground.outlines.map((steps) => pointsOf(steps, ground.units)),
    { className: "app-live-map__outline", weight: 1.5, interactive: false },
  ).addTo(map);
  readControlsFirst(map, container);
  leaveOneFingerToThePage(map, container);
  return map;
}

// Escape leaves the site, but an open popup takes it first.
export function ownEscape(map, container) {
  window.addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Escape" || !container.querySelector(".leaflet-popup")) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      map.closePopup();
      container.focus();
    },
    true,
  );
  // On a phone what lies over the map gives way to an open card: live-map.css.
  const around = container.closest(".app-map");
  map.on("popupopen", () => {
    container.setAttribute("data-owns-escape", "");
    around?.setAttribute("data-has-card", "");
  });
  map.on("popupclose", () => {
    container.removeAttribute("data-owns-escape");
    around?.removeAttribute("data-has-card");
  });
}

// The operator's map service, through our own server; the first tile it does not give has us draw the ground ourselves.
export function serviceLayer(L, map, { url, maxZoom, attribution }, drawOwn) {
  const layer = L.tileLayer(url, { maxNativeZoom: maxZoom, attribution, className: "app-raster" });
  layer.once("tileerror", () => {
    layer.remove();
    drawOwn();
  });
  layer.addTo(map);
}

// Two maps with one view, whichever is moved; what is given back parts them.
export function syncMaps(one, other) {
  let isFollowing = false;
  const follow = (leader, follower) => () => {
    if (isFollowing) return;
    isFollowing = true;
    follower.setView(leader.getCenter(), leader.getZoom(), { animate: false });
    isFollowing = false;
  };
  const [down, up] = [follow(one, other), follow(other, one)];
  one.invalidateSize({ pan: false });
  other.invalidateSize({ pan: false });
  down();
  one.on("move zoom", down);
  other.on("move zoom", up);
  return () => one.off("move zoom", down);
}
