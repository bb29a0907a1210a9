// The map by the keyboard, and the phone's own position for who asks for it.
import { moment, send } from "./report-journey.js";
import { hush, say } from "./report-saying.js";

const MOVES = { ArrowUp: "n", ArrowDown: "s", ArrowLeft: "w", ArrowRight: "e", "+": "in", "=": "in", "-": "out" };

document.addEventListener("keydown", (event) => {
  const move = event.target.matches?.(".app-place__map") && !event.ctrlKey && !event.altKey && MOVES[event.key];
  if (!move) return;
  event.preventDefault(); // the page must not scroll while the map moves
  send(event.target.form, { b: move }, event.target);
});

const PATIENCE = { timeout: 15_000, maximumAge: 60_000, enableHighAccuracy: true };

let asked = null; // { button, since }: a question the phone has not answered yet

// The person has stopped it, typed, chosen or gone on: an answer that comes now is not used.
const isWanted = (question) => question === asked && question.since === moment() && question.button.isConnected;

const locate = (button) => {
  if (asked && isWanted(asked)) return; // a second press asks nothing new
  const question = { button, since: moment() };
  asked = question;
  say("locating", button);
  const fail = () => {
    if (!isWanted(question)) return;
    asked = null;
    say("no-location", button, { focus: true });
  };
  // Sent once, no finer than about ten metres, with how sure the phone is: a mast may stand kilometres away. The answer
  // knows the middle of its patch and nothing else.
  const found = ({ coords }) => {
    if (!isWanted(question)) return;
    asked = null;
    const { longitude, latitude, accuracy } = coords;
    send(button.form, { g: `${longitude.toFixed(4)},${latitude.toFixed(4)},${Math.ceil(accuracy)}` }, button);
  };
  navigator.geolocation.getCurrentPosition(found, fail, PATIENCE);
};

const stop = () => {
  const { button } = asked;
  asked = null;
  hush();
  button.focus();
};

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-use-location]");
  if (button) locate(button);
  else if (event.target.closest("[data-stop-locating]") && asked) stop();
});

// Typing is another way to say where the place is.
document.addEventListener("input", () => {
  if (asked && !isWanted(asked)) {
    asked = null;
    hush();
  }
});

if (navigator.geolocation) document.documentElement.classList.add("app-can-locate");
