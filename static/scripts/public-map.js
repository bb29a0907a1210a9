// The map's picture becomes a map that moves, once someone touches it. Until then nothing is loaded for it, and if
// anything fails to load, is stopped or takes too long, the picture stays. Starts from [data-map].

import { PATIENCE, loadModule, loadScript, loadStyle, readJson } from "./public-map-loading.js";
import { searchTheMap } from "./public-map-search.js";

const SIGN_AFTER = 400; // milliseconds: what is there sooner needs no sign

let [frame, start, says, waiting, failed] = [];
let underWay = null; // what ends the loading that goes on
let moving = null; // the map that moves

// Seen beside the button, or at the top of the screen while the picture is touched further down; and spoken.
function showWaiting() {
  waiting.hidden = false;
  says.textContent = waiting.querySelector("p").textContent;
}

function showFailed(withFocus) {
  failed.hidden = false;
  if (withFocus) {
    says.textContent = ""; // the focus reads it out
    failed.focus();
  } else says.textContent = failed.textContent;
}

async function load(signal) {
  const { live, ground, script, styles } = frame.dataset;
  const parts = await Promise.all([
    loadModule(live, signal),
    readJson(ground, signal),
    loadScript(script, signal),
    ...styles.split(" ").map((address) => loadStyle(address, signal)),
  ]);
  return parts[0].liveMap({ frame, ground: parts[1], says, signal });
}

async function move({ withFocus }) {
  if (underWay || moving) return;
  const own = new AbortController();
  underWay = own;
  failed.hidden = true;
  const button = start.querySelector("button");
  button.setAttribute("aria-disabled", "true");
  const sign = setTimeout(showWaiting, SIGN_AFTER);
  const patience = setTimeout(() => own.abort(), PATIENCE);
  const hadFocus = () => withFocus || waiting.contains(document.activeElement);
  try {
    const live = await load(own.signal);
    if (underWay !== own) return live.end();
    moving = live;
    if (hadFocus()) live.focus();
    start.hidden = true;
  } catch {
    if (underWay === own) showFailed(hadFocus());
  } finally {
    clearTimeout(sign);
    clearTimeout(patience);
    if (underWay === own) {
      own.abort(); // what is left of a loading that failed
      end(button);
    }
  }
}

function end(button) {
  underWay = null;
  waiting.hidden = true;
  button.removeAttribute("aria-disabled");
}

function stop() {
  const own = underWay;
  const button = start.querySelector("button");
  end(button);
  if (own) own.abort();
  says.textContent = frame.dataset.stopped;
  button.focus();
}

function begin() {
  [frame, start, says, waiting, failed] = ["map", "map-start", "map-says", "map-waiting", "map-failed"].map((name) =>
    document.querySelector(`[data-${name}]`),
  );
  if (!frame) return;
  start.hidden = false;
  start.querySelector("button").addEventListener("click", () => move({ withFocus: true }));
  frame.querySelector("svg").addEventListener("pointerdown", () => move({ withFocus: false }), { passive: true });
  waiting.querySelector("[data-map-stop]").addEventListener("click", stop);
}

// Whether the map moved: the one of what was searched for is to move too.
function leave() {
  const wasMoving = moving !== null;
  const own = underWay;
  underWay = null;
  own?.abort();
  moving?.end();
  moving = null;
  return wasMoving;
}

function arrive({ wasMoving }) {
  begin();
  document.dispatchEvent(new Event("map-shown"));
  if (wasMoving) move({ withFocus: false });
}

begin();
searchTheMap({ leave, arrive });
