// Says where a person is what they wait for or what went wrong: beside what they pressed, and aloud.
const main = document.getElementById("main-content");

// Words for a screen reader when what is focused has not changed: a region that stands through every page, and before
// the first of them, or its first words would not be spoken.
const region = document.createElement("div");
region.setAttribute("role", "status");
region.setAttribute("aria-live", "polite");
region.className = "govuk-visually-hidden";
document.body.appendChild(region);

// Emptied first, and filled a moment later: the same words again are new words, and they follow what the focus says.
const AFTER_FOCUS = 150; // milliseconds
let speaking;

export const speak = (words) => {
  clearTimeout(speaking);
  region.textContent = "";
  if (words) speaking = setTimeout(() => (region.textContent = words), AFTER_FOCUS);
};

let shown = null;

export const hush = () => {
  if (shown) shown.remove();
  shown = null;
};

// What a message stands before rather than in.
const AROUND = ".app-place__moves, .app-place__frame";

const putBeside = (message, pressed) => {
  const place = pressed?.isConnected ? pressed.closest(`${AROUND}, li, dd, p, header`) : null;
  if (place === null && main.contains(pressed)) pressed.before(message);
  else if (place === null || place.matches("header")) main.prepend(message);
  else if (place.matches("li, dd")) place.append(message);
  else place.before(message);
};

// A message of the page's own, by name. With `focus` it is read out by taking it: something went wrong, or is asked.
export const say = (name, pressed, { focus = false } = {}) => {
  const kept = main.querySelector(`template[data-message="${name}"]`);
  if (!kept) return null;
  if (shown && shown.dataset.says === name) return shown; // said already: a second time would take the focus again
  hush();
  shown = kept.content.firstElementChild.cloneNode(true);
  shown.dataset.says = name;
  putBeside(shown, pressed);
  shown.scrollIntoView({ block: "nearest" });
  if (focus) {
    shown.tabIndex = -1;
    shown.focus({ preventScroll: true });
    speak("");
  } else {
    speak((shown.matches("[data-aloud]") ? shown : shown.querySelector("[data-aloud]")).textContent.trim());
  }
  return shown;
};
