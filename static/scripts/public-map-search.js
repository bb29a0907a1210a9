// A search on the map without leaving the page: one entry in the Back list, and nothing of it in the address.
import { PATIENCE } from "./public-map-loading.js";
import { fillUp } from "./report-size.js";

const FORM = "[data-map-search]";
const AFTER_FOCUS = 150; // milliseconds: the words follow what the focus says
const main = document.getElementById("main-content");

// Words for a screen reader: a region that stands through every answer, and before the first of them.
const region = document.createElement("div");
region.setAttribute("role", "status");
region.setAttribute("aria-live", "polite");
region.className = "govuk-visually-hidden";
document.body.appendChild(region);
let speaking = 0;

const speak = (words) => {
  clearTimeout(speaking);
  region.textContent = "";
  speaking = setTimeout(() => (region.textContent = words), AFTER_FOCUS);
};

const ask = async (form, more, signal) => {
  const body = new URLSearchParams(new FormData(form));
  for (const [name, value] of Object.entries(more)) body.set(name, value);
  fillUp(body);
  const answer = await fetch(form.action, {
    method: "POST",
    body,
    cache: "no-store",
    credentials: "omit",
    referrerPolicy: "no-referrer",
    signal,
  });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (!page.querySelector(FORM)) throw new Error("no map");
  return page;
};

const focusOn = (element) => {
  if (element.tabIndex < 0) element.tabIndex = -1;
  element.focus({ preventScroll: true });
};

const show = (page) => {
  for (const one of page.querySelectorAll("noscript")) one.remove(); // what a parser without script made of it is not meant
  const words = page.getElementById("place-words");
  if (words) words.removeAttribute("role"); // said once, by the region that stands
  const live = [...page.querySelectorAll("main [aria-live]")]; // what they hold as they come is no news
  for (const one of live) one.removeAttribute("aria-live");
  setTimeout(() => live.forEach((one) => one.setAttribute("aria-live", "polite")), AFTER_FOCUS);
  main.className = page.getElementById("main-content").className;
  main.textContent = "";
  main.append(...page.getElementById("main-content").childNodes);
  scrollTo(0, 0);
  const box = main.querySelector("#q");
  if (main.querySelector("#q-error")) return focusOn(box); // which the error describes
  focusOn(main.querySelector("h1"));
  speak(words ? words.textContent.trim() : "");
};

// `leave` ends what goes on with the map that is shown; `arrive` begins with the one that came.
export const searchTheMap = ({ leave, arrive }) => {
  let sending = null; // what ends the search on its way
  let pressed = null; // older browsers do not say which button sent a form

  const search = async (form, button) => {
    if (sending) sending.abort();
    const own = new AbortController();
    sending = own;
    const patience = setTimeout(() => own.abort(), PATIENCE);
    main.setAttribute("aria-busy", "true");
    const failed = main.querySelector("[data-search-failed]");
    failed.hidden = true;
    try {
      const page = await ask(form, button?.name ? { [button.name]: button.value } : {}, own.signal);
      if (sending !== own || !main.isConnected) return;
      const wasMoving = leave();
      show(page);
      arrive({ wasMoving });
    } catch {
      if (sending !== own) return;
      failed.hidden = false;
      speak(failed.textContent.trim());
    } finally {
      clearTimeout(patience);
      if (sending === own) {
        sending = null;
        main.removeAttribute("aria-busy");
      }
    }
  };

  document.addEventListener("click", ({ target }) => {
    pressed = target.closest("button");
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches(FORM)) return;
    event.preventDefault();
    search(form, event.submitter ?? (pressed?.form === form ? pressed : null));
  });
  addEventListener("pagehide", () => sending?.abort());
};
