// The map that moves, drawn by Leaflet from the releases' own files, in the place of the picture and with its view. One
// finger scrolls the page, two move the map; by keyboard the arrows move it, and what lies under its middle is said aloud.

import { drawBasemap, withoutNamesOf } from "./basemap.js";
import { beside, comparer } from "./public-map-compare.js";
import { mapControls } from "./public-map-controls.js";
import { releaseLibrary } from "./public-map-library.js";
import { readJson } from "./public-map-loading.js";
import { nameLayer, namesShown } from "./public-map-names.js";
import { restOfPage } from "./public-map-page.js";
import { releaseLayer } from "./public-map-releases.js";
import { densityScale } from "./public-map-scale.js";
import { streetsAbove } from "./public-map-streets.js";
import { makeMap, ownEscape, serviceLayer, syncMaps } from "./public-map-view.js";

const SIGN_AFTER = 400; // milliseconds: what is there sooner needs no sign
const breath = () => new Promise((resolve) => setTimeout(resolve)); // a finger is answered between two steps
const HIDDEN = "govuk-visually-hidden";

// In place of the picture and as large as its frame.
function placeShell(picture, label) {
  const shell = document.createElement("div");
  shell.className = "app-live-map-shell";
  const container = document.createElement("div");
  container.className = "app-live-map";
  container.setAttribute("role", "application");
  container.setAttribute("aria-label", label);
  shell.append(container);
  picture.before(shell);
  picture.style.display = "none";
  return { shell, container };
}

// The streets and names under and above the hexagons of a map; without any, the names of towns alone.
function drawGround(L, map, ground, layer) {
  const names = (basemap) => {
    const own = withoutNamesOf(basemap, ground.names);
    nameLayer(L, map, own);
    layer.keepClearOf(() => namesShown(map, own).map(({ box }) => box));
  };
  const drawOwn = () => {
    if (!ground.basemap) return names(null);
    return drawBasemap(map, ground.basemap).then(
      (view) => {
        layer.drawStreets(streetsAbove(map, view, layer.redraw));
        names(ground.basemap);
      },
      () => names(null),
    );
  };
  if (ground.raster) serviceLayer(L, map, ground.raster, drawOwn);
  else drawOwn();
}

const numbersOf = (text) => (text ? text.split(",").map(Number) : null);

// What the picture shows: of a place that was found, less than all the ground there is.
const opensAt = (frame) => {
  const box = numbersOf(frame.dataset.opensAt);
  return box ? { box } : {};
};

function markFound(L, map, frame) {
  const at = numbersOf(frame.dataset.found);
  if (!at) return;
  L.circleMarker([at[1], at[0]], { radius: 8, className: "app-map__mark", interactive: false }).addTo(map);
}

export async function liveMap({ frame, ground, says, signal }) {
  const L = window.L;
  const { words } = ground;
  const picture = frame.querySelector("svg");
  const { shell, container } = placeShell(picture, words.map);
  let map = null;

  // Seen as well as heard, but for what stands on a card already.
  function speak(text, { isSeen = true } = {}) {
    says.textContent = text;
    // Heard all the same: over an open card it would hide what one reads, and the button to report.
    says.classList.toggle(HIDDEN, !isSeen || frame.querySelector(".leaflet-popup") !== null);
  }

  try {
    await breath();
    map = makeMap(L, container, ground, opensAt(frame));
    markFound(L, map, frame);
    let isLoading = true; // what began with the map ends with it; later files have a limit of time each
    const groundOf = (period) => {
      const address = new URL(frame.dataset.ground, location.href);
      address.searchParams.set("period", period);
      return address.href;
    };
    const library = releaseLibrary(L, ground, groundOf, (address) => readJson(address, isLoading ? signal : null));
    const scale = densityScale(ground.scale);
    const compare = comparer(ground, library);
    const rest = restOfPage(ground.period);
    const besideWords = (hexagon) => compare.besideWords(hexagon, controls.asked());
    const releases = releaseLayer(L, map, { ground, library, scale, speak, besideWords });

    function second() {
      const other = document.createElement("div");
      other.className = "app-live-map";
      other.setAttribute("aria-hidden", "true"); // what it shows is said with the first one's
      shell.append(other);
      const twin = makeMap(L, other, ground, { keyboard: false });
      const layer = releaseLayer(L, twin, { ground, library, scale, speak });
      drawGround(L, twin, ground, layer.layer);
      const apart = syncMaps(map, twin);
      return {
        show: (asked) =>
          layer.show({ ...asked, period: asked.compared, name: asked.comparedName, compared: asked.period }),
        remove() {
          apart();
          twin.remove();
          other.remove();
          map.invalidateSize();
        },
      };
    }

    const controls = mapControls(ground.controls, ground, (asked) => {
      const isNow = () => controls.asked().period === asked.period;
      const notLoaded = () => isNow() && speak(controls.sayNotLoaded());
      rest.show(asked).catch(notLoaded);
      const sign = setTimeout(() => speak(words.loading), SIGN_AFTER);
      releases
        .show(asked)
        .finally(() => clearTimeout(sign))
        .then((told) => {
          if (!isNow()) return;
          two.show(asked);
          map.invalidateSize({ pan: false });
          speak(asked.compared ? compare.summary(asked) : told);
        }, notLoaded);
    });
    const two = beside({ shell, container, words, swap: controls.swap, draw: second });
    await releases.show(controls.asked());
    isLoading = false;
    await breath();
    drawGround(L, map, ground, releases.layer);
    shell.prepend(controls.form);
    shell.append(says);
    says.classList.add("app-live-map__says");
    ownEscape(map, container);
    container.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target === container) releases.openMiddle();
    });
    let makesRoom = false; // the map moved for a card that was just opened and said
    map.on("autopanstart", () => (makesRoom = true));
    map.on("dragstart", () => says.classList.add(HIDDEN));
    map.on("moveend", () => {
      releases.more().catch(() => speak(frame.dataset.failed));
      if (document.activeElement === container && !makesRoom) speak(releases.middleInWords());
      makesRoom = false;
    });
    speak(ground.overview ? words.readyWide : words.ready);
    return {
      focus: () => container.focus({ preventScroll: true }),
      end() {
        controls.stop();
        two.show({ compared: "" });
        map.remove();
        shell.remove();
        picture.style.display = "";
      },
    };
  } catch (problem) {
    if (map) map.remove();
    shell.remove();
    picture.style.display = "";
    throw problem;
  }
}
