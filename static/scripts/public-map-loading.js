// Loads what the moving map is made of. Everything has a limit of time, and everything can be given up.

export const PATIENCE = 20000; // milliseconds until an answer counts as lost

function stopped(address) {
  return new Error(`given up: ${address}`);
}

// A script or a style in the page's head; taken out again if it did not come, so that the next try begins anew.
function loadElement(element, address, signal) {
  return new Promise((resolve, reject) => {
    const fail = () => {
      element.remove();
      reject(stopped(address));
    };
    element.onload = () => {
      signal.removeEventListener("abort", fail);
      resolve();
    };
    element.onerror = fail;
    signal.addEventListener("abort", fail);
    document.head.append(element);
  });
}

export async function loadScript(address, signal) {
  if (window.L) return;
  const script = document.createElement("script");
  script.src = address;
  await loadElement(script, address, signal);
}

export async function loadStyle(address, signal) {
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = address;
  await loadElement(link, address, signal);
}

// A browser may remember that a module did not come: each try asks under an address of its own.
let tries = 0;
export function loadModule(address, signal) {
  tries += 1;
  return new Promise((resolve, reject) => {
    signal.addEventListener("abort", () => reject(stopped(address)));
    import(tries === 1 ? address : `${address}?try=${tries}`).then(resolve, reject);
  });
}

// Without a signal the answer has its own limit of time.
async function asked(address, signal, read) {
  const control = new AbortController();
  const stop = () => control.abort();
  const timer = setTimeout(stop, PATIENCE);
  if (signal) signal.addEventListener("abort", stop);
  try {
    const answer = await fetch(address, { credentials: "omit", referrerPolicy: "no-referrer", signal: control.signal });
    if (!answer.ok) throw new Error(`${answer.status} ${address}`);
    return await read(answer);
  } finally {
    clearTimeout(timer);
  }
}

export function readJson(address, signal) {
  return asked(address, signal, (answer) => answer.json());
}

export function readPage(address) {
  return asked(address, null, async (answer) => new DOMParser().parseFromString(await answer.text(), "text/html"));
}
