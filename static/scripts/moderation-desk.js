// The desk without waiting for whole pages: its forms and links ask the same addresses, and the answer's main part takes
// the place of this one. Starts from <main> on a page with [data-desk-says]; without it, or when anything but a page of
// the desk comes back, the browser goes there as it would without JavaScript.

const PATIENCE = 20000; // milliseconds until an answer counts as lost
const SIGN_AFTER = 400; // milliseconds: what is there sooner needs no sign

const says = document.querySelector("[data-desk-says]");
const main = document.querySelector("main");
let isBusy = false;
let pressed = null; // the button or link pressed last: not every browser tells a form by what it was sent
let shown = null; // the message beside it

function put(html, address) {
  const answer = new DOMParser().parseFromString(html, "text/html");
  const fresh = answer.querySelector("main");
  if (!fresh || !answer.querySelector("[data-desk-says]")) return false;
  // The scripts of the page stay, so what they hold on to stays: the element itself is kept, its content is not.
  main.textContent = "";
  main.append(...fresh.childNodes);
  document.title = answer.title;
  history.pushState({}, "", address);
  window.scrollTo(0, 0);
  const told = main.querySelector("[role=alert], .govuk-error-summary");
  const target = told ?? main;
  target.tabIndex = -1;
  target.focus({ preventScroll: true });
  return true;
}

function hush() {
  shown?.remove();
  shown = null;
  says.textContent = "";
}

// Seen beside what was pressed: before a button, after the line a link stands in.
function sayBeside(words, className) {
  hush();
  shown = document.createElement("p");
  shown.className = className;
  shown.textContent = words;
  const isSeen = (one) => one && one !== main && main.contains(one) && one.getBoundingClientRect().height > 0;
  const at = [pressed, document.activeElement].find(isSeen);
  if (!at) main.prepend(shown);
  else if (at.matches("button")) at.before(shown);
  else (at.closest("p, li, nav, svg") ?? at).after(shown);
  shown.scrollIntoView({ block: "nearest" });
}

function sayWaiting() {
  sayBeside(says.dataset.deskWaiting, "govuk-body");
  says.textContent = says.dataset.deskWaiting;
}

// Read out by taking the focus.
function sayNoConnection() {
  sayBeside(says.dataset.deskNoConnection, "govuk-error-message");
  shown.tabIndex = -1;
  shown.focus({ preventScroll: true });
}

async function ask(address, options) {
  if (isBusy) return; // a second press while the first is on its way decides nothing twice
  isBusy = true;
  hush();
  main.setAttribute("aria-busy", "true");
  const control = new AbortController();
  const patience = setTimeout(() => control.abort(), PATIENCE);
  const sign = setTimeout(sayWaiting, SIGN_AFTER);
  try {
    const answer = await fetch(address, { credentials: "same-origin", signal: control.signal, ...options });
    const html = await answer.text();
    clearTimeout(sign);
    hush();
    if (!put(html, answer.url)) location.assign(answer.url);
  } catch {
    sayNoConnection();
  } finally {
    clearTimeout(sign);
    clearTimeout(patience);
    isBusy = false;
    main.removeAttribute("aria-busy");
  }
}

function onSubmit(event) {
  const form = event.target;
  if (form.method !== "post") return;
  event.preventDefault();
  const sent = new URLSearchParams(new FormData(form));
  if (pressed && pressed.form === form && pressed.name) sent.append(pressed.name, pressed.value);
  ask(form.action, { method: "POST", body: sent });
}

function onClick(event) {
  const button = event.target.closest("button");
  if (button) pressed = button; // Enter in a field presses the form's first button, which is heard here too
  const link = event.target.closest("a[data-desk-link], a[data-desk-next]");
  if (!link || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  pressed = link;
  ask(link.href, {});
}

if (says && main) {
  main.addEventListener("submit", onSubmit);
  main.addEventListener("click", onClick);
  window.addEventListener("popstate", () => location.reload());
}
