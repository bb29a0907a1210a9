// Sends a form until it has been answered: what is not sent stays in this page's memory and nowhere else.
const PATIENCE = 20_000; // milliseconds until an attempt counts as lost
const PAUSES = [1_000, 2_000, 4_000, 8_000, 15_000]; // milliseconds between attempts; the last one from then on

// A gateway's error page, or our own without the answers in it, is no answer: the form is still unsent.
const isAnswer = (answer, page) =>
  page.querySelector("#main-content") !== null &&
  (answer.status < 500 || page.querySelector('#main-content input[name="s"]') !== null);

const attempt = async (address, body, signal) => {
  const control = new AbortController();
  const stop = () => control.abort();
  const timer = setTimeout(stop, PATIENCE);
  signal.addEventListener("abort", stop);
  try {
    const answer = await fetch(address, {
      method: "POST",
      body,
      cache: "no-store",
      credentials: "omit",
      referrerPolicy: "no-referrer",
      signal: control.signal,
    });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return isAnswer(answer, page) ? page : null;
  } catch {
    return null; // offline, cut off half way, or too slow
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", stop);
  }
};

let wake = () => {};
addEventListener("online", () => wake());

// Tries a waiting form again at once.
export const hurry = () => wake();

// The answer's document; null when `signal` ended the attempts. `onWaiting` is called after each that failed.
export const sendUntilAnswered = async (address, body, { signal, onWaiting }) => {
  for (let tries = 0; !signal.aborted; tries += 1) {
    const page = await attempt(address, body, signal);
    if (signal.aborted) return null;
    if (page) return page;
    onWaiting();
    await new Promise((resolve) => {
      wake = resolve;
      signal.addEventListener("abort", resolve);
      setTimeout(resolve, PAUSES[Math.min(tries, PAUSES.length - 1)]);
    });
  }
  return null;
};
