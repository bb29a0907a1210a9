// The report's behaviours in one file: its first page is to be small and soon there.
import { SUGGESTIONS, hasEach } from "../static/scripts/needs.js";
import { hasAll } from "../static/scripts/report-needs.js";

// A browser keeps what is typed for a restored tab, and may post a form again for Back: neither is given the chance.
const start = async () => {
  await import("../static/scripts/report-journey.js");
  await import("../static/scripts/report-exit.js");
  await import("../static/scripts/where-map.js");
  if (hasEach(SUGGESTIONS)) await import("../static/scripts/place-suggestions.js");
  document.documentElement.classList.add("app-has-script");
};

// All of it or nothing: what is missing makes the page one without script, which says so.
if (hasAll()) start();
else document.documentElement.classList.remove("app-runs-script");
