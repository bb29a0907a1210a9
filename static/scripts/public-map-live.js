// The map that moves, drawn by Leaflet from the releases' own files. One finger scrolls the page, two move the map;
// by keyboard the arrows move it, and what lies under its middle is said aloud.

import { drawBasemap, withoutNamesOf } from "./basemap.js";
import { mapControls } from "./public-map-controls.js";
import { readJson } from "./public-map-loading.js";
import { nameLayer } from "./public-map-names.js";
import { restOfPage } from "./public-map-page.js";
import { releaseLayer } from "./public-map-releases.js";

const SIGN_AFTER = 400; // milliseconds: what is there sooner needs no sign

function mapOptions(L, ground) {
  const [west, south, east, north] = ground.bounds;
  const bounds = L.latLngBounds([south, west], [north, east]);
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  return {
    bounds,
    options: {
      zoomControl: false,
      dragging: false, // see `leaveOneFingerToThePage`
      scrollWheelZoom: false, // the page scrolls, the map does not catch it
      closePopupOnEscapeKey: false, // Escape is ours below: see `ownEscape`
      minZoom: 4,
      maxZoom: 16,
      maxBounds: bounds.pad(1),
      zoomAnimation: !still,
      fadeAnimation: !still,
      inertia: !still,
    },
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

// Escape leaves the site, but an open popup takes it first.
function ownEscape(map, container) {
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
  map.on("popupopen", () => container.setAttribute("data-owns-escape", ""));
  map.on("popupclose", () => container.removeAttribute("data-owns-escape"));
}

// Read aloud, the buttons come before the map, and of the map comes what tells a number: not the ground's empty canvases,
// the lines of the hexagons or town names in no order. What lies under the middle is said when the map moves.
function readControlsFirst(map, container) {
  container.prepend(container.querySelector(".leaflet-control-container"));
  for (const pane of ["tilePane", "overlayPane", "shadowPane", "markerPane"]) {
    map.getPane(pane).setAttribute("aria-hidden", "true");
  }
}

// The operator's map service, through our own server; the first tile it does not give has us draw the ground ourselves.
function serviceLayer(L, map, { url, maxZoom, attribution }, drawOwn) {
  const layer = L.tileLayer(url, { maxNativeZoom: maxZoom, attribution, className: "app-raster" });
  layer.once("tileerror", () => {
    layer.remove();
    drawOwn();
  });
  layer.addTo(map);
}

export async function liveMap({ frame, ground, says, signal }) {
  const L = window.L;
  const picture = frame.querySelector("svg");
  const container = document.createElement("div");
  container.className = "app-live-map";
  container.setAttribute("role", "application");
  container.setAttribute("aria-label", ground.words.map);
  container.style.height = `${Math.max(picture.getBoundingClientRect().height, 360)}px`;
  picture.before(container);
  picture.hidden = true;
  picture.style.display = "none";
  let map = null;

  try {
    const { bounds, options } = mapOptions(L, ground);
    map = L.map(container, options).fitBounds(bounds);
    map.attributionControl.setPrefix("Leaflet"); // without its link: nobody is led away from here
    map.on("popupopen", ({ popup }) =>
      popup.getElement().querySelector(".leaflet-popup-close-button").setAttribute("aria-label", ground.words.close),
    );
    L.control.zoom({ zoomInTitle: ground.words.zoomIn, zoomOutTitle: ground.words.zoomOut }).addTo(map);
    L.control.scale({ imperial: true }).addTo(map);
    L.polyline(ground.outlines, { className: "app-live-map__outline", weight: 1.5, interactive: false }).addTo(map);
    readControlsFirst(map, container);
    const names = (basemap) => nameLayer(L, map, withoutNamesOf(basemap, ground.names));
    const drawOwn = () => {
      if (ground.basemap)
        drawBasemap(map, ground.basemap).then(
          () => names(ground.basemap),
          () => names(null),
        );
      else names(null);
    };
    let isLoading = true; // what began with the map ends with it; later files have a limit of time each
    const releases = releaseLayer(L, map, ground, says, (address) => readJson(address, isLoading ? signal : null));
    const rest = restOfPage(ground.period);
    const controls = mapControls(ground.controls, ground, (asked) => {
      const notLoaded = () => {
        if (controls.asked().period === asked.period) says.textContent = controls.sayNotLoaded();
      };
      rest.show(asked).catch(notLoaded);
      const sign = setTimeout(() => {
        says.textContent = ground.words.loading;
      }, SIGN_AFTER);
      releases
        .show(asked)
        .finally(() => clearTimeout(sign))
        .then((told) => {
          says.textContent = told;
        }, notLoaded);
    });
    await releases.show(controls.asked());
    isLoading = false;
    if (ground.raster) serviceLayer(L, map, ground.raster, drawOwn);
    else drawOwn();
    container.after(controls.form);
    leaveOneFingerToThePage(map, container);
    ownEscape(map, container);
    container.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target === container) releases.openMiddle();
    });
    map.on("moveend", () => {
      releases.more().catch(() => {
        says.textContent = frame.dataset.failed;
      });
      if (document.activeElement === container) says.textContent = releases.middleInWords();
    });
    says.textContent = ground.words.ready;
    return { focus: () => container.focus({ preventScroll: true }) };
  } catch (problem) {
    if (map) map.remove();
    container.remove();
    picture.hidden = false;
    picture.style.display = "";
    throw problem;
  }
}
