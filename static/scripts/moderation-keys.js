// Single keys of the desk, and the list of them. They press the page's own buttons and links, so they can do nothing a
// mouse cannot. Silent while someone types, and when switched off. Starts from [data-desk-help].

const help = document.querySelector("[data-desk-help]");
const STORED = "desk-keys"; // of staff, on the staff's own pages: the public pages keep nothing

const find = (selector) => document.querySelector(`main ${selector}`);
const press = (selector) => find(selector)?.click();

function isTyping(target) {
  if (target.isContentEditable || target.matches("textarea, select")) return true;
  return target.matches("input:not([type=checkbox], [type=radio], [type=submit], [type=button])");
}

function turn(step) {
  const boxes = [...document.querySelectorAll("main input[name=report]")];
  const at = boxes.indexOf(document.activeElement);
  const box = boxes[Math.min(Math.max(at + step, 0), boxes.length - 1)];
  const gathered = box?.closest("details");
  if (gathered) gathered.open = true; // what is folded away takes no focus
  box?.focus();
}

function tickAll() {
  const boxes = [...document.querySelectorAll("main input[name=report]:enabled")];
  const all = boxes.every((box) => box.checked);
  for (const box of boxes) box.checked = !all;
}

function openReject() {
  const reject = find("[data-desk-reject]");
  if (!reject) return;
  reject.open = true;
  (reject.querySelector("input:checked") ?? reject.querySelector("input"))?.focus();
}

function chooseReason(number) {
  const radio = document.querySelectorAll("main [data-desk-reject][open] input[type=radio]")[number - 1];
  if (!radio) return;
  radio.checked = true;
  radio.focus();
}

const KEYS = new Map(
  Object.entries({
    n: () => press("[data-desk-next]"),
    p: () => press("[data-desk-previous]"),
    j: () => turn(1),
    k: () => turn(-1),
    t: tickAll,
    a: () => press("[data-desk-decide] button[value=accept]"),
    r: openReject,
    u: () => press("[data-desk-undo] button"),
    h: () => press("[data-desk-hold] button"),
    q: () => document.querySelector(".govuk-back-link")?.click(),
  }),
);

// A browser may refuse to keep anything, and throws then: the choice lasts as long as the page.
function stored(act) {
  try {
    return act(localStorage);
  } catch {
    return null;
  }
}

if (help) {
  const dialog = help.querySelector("dialog");
  const wanted = help.querySelector("[data-desk-keys-on]");
  help.hidden = false;
  wanted.checked = stored((kept) => kept.getItem(STORED)) !== "off";
  wanted.addEventListener("change", () => stored((kept) => kept.setItem(STORED, wanted.checked ? "on" : "off")));
  help.querySelector("[data-desk-help-open]").addEventListener("click", () => dialog.showModal());

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
    if (!wanted.checked || dialog.open || isTyping(event.target)) return;
    if (event.key === "Enter" && event.target.matches("main [data-desk-reject] input[type=radio]")) {
      event.preventDefault();
      press("[data-desk-reject] button[value=reject]");
    } else if (event.key === "?") {
      event.preventDefault();
      dialog.showModal();
    } else if (/^[1-9]$/.test(event.key)) {
      chooseReason(Number(event.key));
    } else if (KEYS.has(event.key)) {
      event.preventDefault();
      KEYS.get(event.key)();
    }
  });
}
