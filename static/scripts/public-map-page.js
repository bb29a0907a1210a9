// The rest of the page speaks of the time the map shows: its heading, its address and what leads on or is shared at once;
// its numbers as soon as the server has written them for that time. Until then nobody can follow a link of the old ones.

import { readPage } from "./public-map-loading.js";

const PART = "[data-of-period]";

function withPeriod(address, period) {
  const changed = new URL(address, location.href);
  changed.searchParams.set("period", period);
  return changed;
}

// The page of the area that is shown: a search shows another one than the address names.
export function addressShown(period) {
  const { search } = new URL(document.querySelector("#share").value, location.href);
  return withPeriod(location.pathname + search, period).href;
}

function partsIn(page) {
  return new Map([...page.querySelectorAll(PART)].map((part) => [part.dataset.ofPeriod, part]));
}

export function restOfPage(period) {
  const shown = partsIn(document);
  const known = new Map([[period, new Map([...shown].map(([name, part]) => [name, part.cloneNode(true)]))]]);
  let wanted = period;

  function nameTime({ period: now, name }) {
    const heading = document.querySelector("#map-heading");
    heading.textContent = `${heading.dataset.area}, ${name}`;
    document.querySelector("#period").value = now;
    const share = document.querySelector("#share");
    share.value = withPeriod(share.value, now).href;
    for (const link of document.querySelectorAll(".app-header__language, .app-footer__language a")) {
      link.href = withPeriod(link.href, now).href;
    }
    for (const field of document.querySelectorAll("[data-map-search] [name=period]")) field.value = now;
    history.replaceState(history.state, "", withPeriod(location.href, now));
  }

  // `inert` is newer than the browsers that are meant: what is not visible cannot be followed in any of them.
  function wait(isWaiting) {
    for (const part of shown.values()) {
      if ("inert" in part) part.inert = isWaiting;
      else part.style.visibility = isWaiting ? "hidden" : "";
      part.setAttribute("aria-busy", String(isWaiting));
    }
  }

  return {
    // Throws when the numbers of that time cannot be had: the old ones are taken away, not left under a new heading.
    async show(asked) {
      if (asked.period === wanted) return;
      wanted = asked.period;
      nameTime(asked);
      wait(true);
      try {
        if (!known.has(asked.period)) known.set(asked.period, partsIn(await readPage(addressShown(asked.period))));
      } catch (problem) {
        if (wanted === asked.period) for (const part of shown.values()) part.textContent = "";
        throw problem;
      }
      if (wanted !== asked.period) return; // another time was asked for meanwhile
      for (const [name, part] of shown) {
        const fresh = known.get(asked.period).get(name);
        part.textContent = "";
        if (fresh) part.append(...fresh.cloneNode(true).childNodes);
      }
      wait(false);
    },
  };
}
