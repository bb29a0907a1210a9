// The map's picture becomes a map that moves, once somebody touches it. Until then nothing is loaded for it, and if
// anything fails to load the picture stays. Starts from [data-map].

const frame = document.querySelector("[data-map]");
const start = document.querySelector("[data-map-start]");
const says = document.querySelector("[data-map-says]");

function loadScript(address) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = resolve;
    script.onerror = () => reject(new Error(address));
    document.head.append(script);
  });
}

function loadStyle(address) {
  return new Promise((resolve, reject) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = address;
    link.onload = resolve;
    link.onerror = () => reject(new Error(address));
    document.head.append(link);
  });
}

async function readJson(address) {
  const answer = await fetch(address, { credentials: "omit", referrerPolicy: "no-referrer" });
  if (!answer.ok) throw new Error(`${answer.status} ${address}`);
  return answer.json();
}

let isAsked = false;

async function move({ withFocus }) {
  if (isAsked) return;
  isAsked = true;
  const button = start.querySelector("button");
  button.setAttribute("aria-disabled", "true");
  let live = null;
  try {
    const [module, ground] = await Promise.all([
      import("./public-map-live.js"),
      readJson(frame.dataset.ground),
      loadScript(frame.dataset.script),
      ...frame.dataset.styles.split(" ").map(loadStyle),
    ]);
    live = await module.liveMap({ frame, ground, says, readJson });
    start.hidden = true;
    if (withFocus) live.focus();
  } catch {
    isAsked = false;
    button.removeAttribute("aria-disabled");
    says.textContent = frame.dataset.failed;
  }
}

// Fields that can be copied by a button, where there is a clipboard.
for (const group of navigator.clipboard ? document.querySelectorAll("[data-copy]") : []) {
  const button = group.querySelector("button");
  button.parentElement.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(group.querySelector("input, textarea").value);
    button.textContent = button.dataset.copied;
  });
}

if (frame && start && says) {
  start.hidden = false;
  start.querySelector("button").addEventListener("click", () => move({ withFocus: true }));
  frame.querySelector("svg").addEventListener("pointerdown", () => move({ withFocus: false }), { passive: true });
}
