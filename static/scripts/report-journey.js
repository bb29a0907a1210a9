// The report's forms are sent without leaving the page: the whole journey is one entry in the Back list.
import { KEY } from "./report-key.js";
import { showPage } from "./report-page.js";
import { proofOf } from "./report-proof.js";
import { hush, say } from "./report-saying.js";
import { hurry, sendUntilAnswered } from "./report-sending.js";
import { fillUp } from "./report-size.js";

const main = document.getElementById("main-content");
const SLOW = 1000; // milliseconds until a person is told that something is on its way

let sending = null; // { key, control }: the form on its way
let moves = 0;

// Changes with everything a person does to get on: what was asked before and comes after is no longer wanted.
export const moment = () => moves;

const moveOn = () => {
  moves += 1;
};

// Sends the form's fields with some more. The same again, a double tap, is the same sending; another ends it.
export const send = async (form, more, pressed, action = form.action) => {
  if (!form.isConnected) return; // the person has left, or another page is shown
  const body = new URLSearchParams(new FormData(form));
  for (const [name, value] of Object.entries(more)) body.set(name, value);
  const key = body.toString();
  if (sending?.key === key) return hurry();
  moveOn();
  hush();
  if (KEY) body.set("k", KEY);
  if (body.get("b") === "send") body.set("p", proofOf());
  fillUp(body);
  sending?.control.abort();
  const mine = { key, control: new AbortController() };
  sending = mine;
  const isMine = () => sending === mine;
  main.setAttribute("aria-busy", "true");
  const slow = setTimeout(() => isMine() && say("sending", pressed), SLOW);
  const onWaiting = () => {
    clearTimeout(slow);
    if (!isMine()) return;
    main.removeAttribute("aria-busy");
    say("not-sent", pressed, { focus: true });
  };
  const page = await sendUntilAnswered(action, body, { signal: mine.control.signal, onWaiting });
  clearTimeout(slow);
  if (!isMine()) return;
  sending = null;
  main.removeAttribute("aria-busy");
  if (page) {
    hush();
    showPage(page);
  }
};

// Where a picture was pressed, in its own pixels; the keyboard presses no point.
const SIDE = 320;
const point = { x: 0, y: 0 };
let pressed = null; // older browsers do not say which button sent a form

document.addEventListener("click", (event) => {
  const { target } = event;
  pressed = target.closest('button, input[type="submit"], input[type="image"]');
  if (target.type !== "image") return;
  const isPoint = event.detail > 0 || event.clientX > 0;
  const scale = SIDE / target.clientWidth;
  const within = (number) => Math.min(Math.max(Math.round(number * scale), 1), SIDE);
  point.x = isPoint ? within(event.offsetX) : 0;
  point.y = isPoint ? within(event.offsetY) : 0;
});

const fieldsOf = (button) => {
  if (!button?.name) return {};
  if (button.type !== "image") return { [button.name]: button.value };
  return { [`${button.name}.x`]: point.x, [`${button.name}.y`]: point.y };
};

// The button that Enter presses is not seen: what is said stands where the keys are, or at the button that is seen.
const placeOf = (button, form) => {
  if (button && !button.closest('[aria-hidden="true"]')) return button;
  const focused = document.activeElement;
  return form.contains(focused) && focused !== button
    ? focused
    : form.querySelector('button:not([aria-hidden="true"])');
};

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  event.preventDefault();
  const button = event.submitter ?? (pressed?.form === form ? pressed : null);
  const action = button?.hasAttribute("formaction") ? button.formAction : form.action;
  send(form, fieldsOf(button), placeOf(button, form), action);
});

document.addEventListener("input", moveOn);
addEventListener("pagehide", () => sending?.control.abort());
