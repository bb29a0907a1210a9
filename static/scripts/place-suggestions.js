// Places as one types, in a list under the box of a search; starts from [data-suggest], which names where they are asked
// for. What is chosen is sent as the search's own list sends it. Without this Enter finds the same.
import { fillUp } from "./report-size.js";

const PAUSE = 300; // milliseconds without a key until they are asked for
const LEAST = 3; // letters: fewer begin too many names
const LIST = "q-suggestions";

let box = null; // where somebody types
let list = null;
let active = -1; // the number of the option that Enter would choose
let latest = 0; // the number of the last question: an answer to another one comes too late
let timer = 0;

const region = document.createElement("div"); // says how many there are
region.setAttribute("aria-live", "polite");
region.className = "govuk-visually-hidden";

const options = () => (list ? Array.from(list.children) : []);

const close = () => {
  clearTimeout(timer);
  latest += 1;
  active = -1;
  region.textContent = "";
  if (list) list.remove();
  list = null;
  if (!box) return;
  box.setAttribute("aria-expanded", "false");
  box.removeAttribute("aria-activedescendant");
};

// The button of a list as the page has them, pressed: with script and without the same form is sent.
const choose = (value) => {
  const { form } = box;
  const button = document.createElement("button");
  button.name = "at";
  button.value = value;
  button.hidden = true;
  button.setAttribute("aria-hidden", "true"); // what is said of the sending stands at the box
  close();
  form.append(button);
  button.click();
  button.remove();
};

const mark = (number) => {
  active = number;
  options().forEach((option, at) => option.setAttribute("aria-selected", String(at === number)));
  if (number < 0) return box.removeAttribute("aria-activedescendant");
  box.setAttribute("aria-activedescendant", `${LIST}-${number}`);
  options()[number].scrollIntoView({ block: "nearest" });
};

const show = (places) => {
  close();
  if (places.length === 0) return;
  list = document.createElement("ul");
  list.id = LIST;
  list.className = "app-suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", box.dataset.suggestions);
  places.forEach(({ value, label }, number) => {
    const option = document.createElement("li");
    option.id = `${LIST}-${number}`;
    option.textContent = label;
    option.dataset.value = value;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    list.append(option);
  });
  box.parentElement.append(list);
  box.setAttribute("aria-expanded", "true");
  region.textContent = box.dataset.suggested.replace("{n}", places.length);
};

const ask = async () => {
  latest += 1;
  const mine = latest;
  const body = new URLSearchParams();
  body.set("q", box.value);
  fillUp(body);
  try {
    const answer = await fetch(box.dataset.suggest, {
      method: "POST",
      body,
      cache: "no-store",
      credentials: "omit",
      referrerPolicy: "no-referrer",
    });
    const { places } = await answer.json();
    if (mine === latest && document.activeElement === box) show(places);
  } catch {
    // No list: Enter searches, and says what is wrong.
  }
};

const isBox = (element) => Boolean(element?.matches?.("[data-suggest]"));

document.addEventListener("focusin", ({ target }) => {
  if (!isBox(target) || target === box) return;
  box = target;
  const more = { role: "combobox", "aria-expanded": "false", "aria-autocomplete": "list", "aria-controls": LIST };
  for (const [name, value] of Object.entries(more)) box.setAttribute(name, value);
  box.parentElement.append(region); // with the box, before its first words
});

document.addEventListener("focusout", ({ target }) => {
  if (target === box) close();
});

document.addEventListener("input", ({ target }) => {
  if (target !== box) return;
  close();
  if (box.value.trim().length >= LEAST) timer = setTimeout(ask, PAUSE);
});

document.addEventListener("submit", close, true);

document.addEventListener("keydown", (event) => {
  if (event.target !== box || event.isComposing || !list) return;
  const count = options().length;
  const moves = { ArrowDown: active + 1, ArrowUp: active < 0 ? count - 1 : active - 1 };
  if (event.key in moves) {
    event.preventDefault();
    mark(moves[event.key] < count ? moves[event.key] : -1);
  } else if (event.key === "Enter" && active >= 0) {
    event.preventDefault();
    choose(options()[active].dataset.value);
  } else if (event.key === "Escape") {
    event.preventDefault();
    close(); // and leaves nothing: the next one leaves the site
  }
});

// A press must not take the focus from the box, or the list would be gone before it is let go.
document.addEventListener("mousedown", (event) => {
  if (list?.contains(event.target)) event.preventDefault();
});

document.addEventListener("click", ({ target }) => {
  if (list?.contains(target) && target.dataset.value) choose(target.dataset.value);
});
