// Shows an answered page in the place of the one before: same address, no entry in the Back list, focus where it helps.
import { speak } from "./report-saying.js";

const main = document.getElementById("main-content");
const header = document.querySelector("body > header");
const footer = document.querySelector("body > footer");

const take = (mine, theirs) => {
  if (!mine || !theirs) return;
  while (mine.firstChild) mine.firstChild.remove();
  mine.append(...theirs.childNodes);
};

const takeStyles = (page) => {
  for (const link of page.querySelectorAll('link[rel="stylesheet"]')) {
    const href = link.getAttribute("href");
    const isHere = [...document.querySelectorAll("link")].some((one) => one.getAttribute("href") === href);
    if (!isHere) document.head.append(document.importNode(link));
  }
};

// The way out keeps its listeners: only its words and addresses change with the language.
const takeWayOut = (page) => {
  const [mine, theirs] = [document, page].map((one) => one.querySelector("[data-quick-exit]"));
  if (!mine || !theirs) return;
  mine.textContent = theirs.textContent;
  mine.href = theirs.getAttribute("href");
};

const focusOn = (element) => {
  if (!element) return;
  if (element.tabIndex < 0) element.tabIndex = -1;
  element.focus({ preventScroll: true });
};

// The control of the new page that is the one focused before: a map is moved by pressing one button again and again.
const again = (focused) =>
  focused?.name &&
  [...main.querySelectorAll("[name]")].find((one) => one.name === focused.name && one.value === focused.value);

export const showPage = (page) => {
  if (!main.isConnected) return; // the person has left meanwhile
  const focused = document.activeElement;
  const wasMap = focused?.closest?.("#map") || (focused === document.body && main.querySelector("#map"));
  const height = focused?.getBoundingClientRect().top;
  for (const one of page.querySelectorAll("noscript")) one.remove(); // what a parser without script made of it is not meant
  for (const one of page.querySelectorAll("[autofocus]")) one.removeAttribute("autofocus"); // the focus is set below
  takeStyles(page);
  takeWayOut(page);
  document.documentElement.lang = page.documentElement.lang;
  document.documentElement.dir = page.documentElement.dir;
  document.title = page.title;
  // Said once, by the region that stands: not by one that comes and goes too, nor by the map with every press.
  const words = page.querySelector(".app-place__words");
  words?.removeAttribute("role");
  page.querySelector("#map")?.removeAttribute("aria-describedby");
  take(header, page.querySelector("body > header"));
  take(footer, page.querySelector("body > footer"));
  take(main, page.getElementById("main-content"));
  const summary = main.querySelector('.govuk-error-summary, [role="alert"]');
  speak(summary || !words ? "" : words.textContent.replace(/\s+/g, " ").trim());
  if (wasMap && main.querySelector("#map") && !summary) {
    focusOn(again(focused)); // a place chosen from the list beside the map is gone, or stands in a list that is shut
    const now = document.activeElement;
    // The words above the map grow and shrink: what is pressed again and again stays under the thumb.
    if (now !== document.body) return scrollBy(0, now.getBoundingClientRect().top - height);
  }
  const shown = main.querySelector("[data-shown]"); // what was asked for, below a form that stays
  if (shown && !summary) {
    shown.scrollIntoView();
    return focusOn(shown);
  }
  scrollTo(0, 0);
  // Enlarged four times, the header alone fills the screen: the question is what a person came for.
  if (main.getBoundingClientRect().top > innerHeight / 2) main.scrollIntoView();
  focusOn(summary ?? main.querySelector("h1"));
};

// Links within the page would add an entry and a fragment to the address: they move the focus instead.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.('a[href^="#"]');
  const aim = link && document.getElementById(link.getAttribute("href").slice(1));
  if (!aim) return;
  event.preventDefault();
  if (aim.tabIndex < 0) aim.tabIndex = -1;
  aim.focus();
});
