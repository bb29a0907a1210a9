// Leaves the site at once; leaves nothing of it on the screen, in the app switcher, or one press of Back away.
// A script of the old kind, read before the page is drawn: no page is ever seen whose way out does not work yet. Its
// words are those of every browser, so no list is needed: it leaves first, and whatever may fail comes after.
(() => {
  const SHIFT_PAUSE = 2000; // milliseconds between presses that still count as one intention
  const PATIENCE = 3000; // milliseconds until a blank page offers a link: somebody may have stopped what was loading

  const own = document.querySelector("script[data-exit]");
  const [exit, forgetting, words, start] = ["exit", "leave", "words", "start"].map((name) =>
    own.getAttribute(`data-${name}`),
  );
  const root = document.documentElement;
  let isLeaving = false;

  const attempt = (act) => {
    try {
      act();
    } catch {
      // Somebody is leaving: a browser that cannot do this one thing must still do the others.
    }
  };

  const wipe = () => {
    while (document.body.firstChild) document.body.removeChild(document.body.firstChild);
  };

  // Replaces this page in the Back list instead of adding to it.
  const go = () => location.replace(exit);

  const offerLink = () => {
    const link = document.createElement("a");
    link.href = exit;
    link.textContent = words;
    link.addEventListener("click", (event) => {
      event.preventDefault();
      go();
    });
    document.body.appendChild(link);
    root.classList.remove("app-is-leaving");
    link.focus();
  };

  // Has the browser forget this site; nothing waits for the answer.
  const forget = () => {
    if (!navigator.sendBeacon(forgetting)) throw new Error("the browser would not send it");
  };

  const leave = () => {
    if (isLeaving) return; // a second press must not begin again what is already loading
    isLeaving = true;
    go();
    // Covered all the same: the page stands until the next one answers, and the network may be gone.
    attempt(() => root.classList.add("app-is-leaving"));
    attempt(wipe);
    attempt(() => (document.title = ""));
    attempt(forget);
    setTimeout(() => attempt(offerLink), PATIENCE);
  };

  const OWNERS = [
    'dialog[open], [role="dialog"]:not([hidden]), [aria-modal="true"]:not([hidden])',
    '[role="combobox"][aria-expanded="true"]:focus, [aria-haspopup][aria-expanded="true"]:focus',
    "select:open",
  ];

  const isThere = (selector) => {
    try {
      return document.querySelector(selector) !== null;
    } catch {
      return false; // a browser that does not know the selector cannot have such a thing on its page
    }
  };

  // Escape closes an open dialog or list first; a person closing one has not asked to leave.
  const isOwned = (event) => event.defaultPrevented || event.isComposing || OWNERS.some(isThere);

  let wasSeen = false; // the Escape that is down came to this page
  let wasHeld = false;
  let shifts = 0;
  let lastShift = -Infinity;

  const onKey = (event) => {
    if (event.key === "Escape") {
      wasSeen = true;
      wasHeld = event.repeat;
      if (isLeaving || !isOwned(event)) {
        event.preventDefault(); // else the browser stops what is loading: the page that the person leaves for
        leave();
      }
    }
    if (event.key !== "Shift") {
      shifts = 0; // a capital letter is not a third of a wish to leave
    } else if (!event.repeat) {
      shifts = event.timeStamp - lastShift < SHIFT_PAUSE ? shifts + 1 : 1;
      lastShift = event.timeStamp;
      if (shifts === 3) leave();
    }
  };

  // WebKitGTK keeps an Escape that stops a load to itself: only its end is heard, and what it stopped is begun again.
  const onKeyUp = (event) => {
    if (event.key !== "Escape") return;
    const wasStopped = !wasSeen || wasHeld;
    wasSeen = wasHeld = false;
    if (wasStopped && isLeaving) go();
    else if (wasStopped && document.readyState !== "complete") leave();
  };

  const isControl = (event) => {
    let at = event.target;
    // biome-ignore lint/complexity/useOptionalChain: nothing builds this file, and old browsers cannot read `?.`
    while (at && !(at.hasAttribute && at.hasAttribute("data-quick-exit"))) at = at.parentNode;
    return Boolean(at);
  };

  // The middle button would leave in a new tab and let this one stand.
  const onClick = (event) => {
    if (event.button > 1 || !isControl(event)) return;
    event.preventDefault();
    leave();
  };

  // What is said to people without script is not shown, not for a moment, to others.
  attempt(() => root.classList.add("app-runs-script"));
  document.addEventListener("keydown", onKey);
  document.addEventListener("keyup", onKeyUp);
  document.addEventListener("click", onClick);
  document.addEventListener("auxclick", onClick);
  // The picture of this page in a phone's list of open apps is blank.
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) root.classList.add("app-is-hidden");
    else root.classList.remove("app-is-hidden");
  });
  // A browser may keep a page as it stands for Back and Forward, `no-store` or not: answers are wiped before it does,
  // and shown again a page is made fresh: the hours of a helpline have passed meanwhile.
  addEventListener("pagehide", () => {
    if (start) attempt(wipe);
  });
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    if (start) location.replace(start);
    else if (navigator.onLine !== false) location.reload();
  });
})();
