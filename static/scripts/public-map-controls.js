// What the moving map is asked to show: a period, perhaps another to compare it with, hexagons or smooth colours, and which
// numbers. No step of it asks the server for anything but a map that was not loaded yet. Starts from the form
// [data-map-controls]; the page's own list of periods and its switches of patterns and earlier maps lead here too.

import { addressShown } from "./public-map-page.js";

const PACE = 2000; // milliseconds a period stands while playing
const OF_THE_PAGE = { patterns: "hasPatterns", earlier: "marksHot" }; // switches that work on the picture without a script

export function mapControls(markup, ground, onChange) {
  const form = document.createRange().createContextualFragment(markup).querySelector("[data-map-controls]");
  const slider = form.elements.period;
  const compared = form.elements.compared;
  const optionAt = (index) => form.querySelectorAll("datalist option")[index];
  const times = [...form.querySelectorAll("datalist option")].map(({ dataset, label }) => ({
    period: dataset.period,
    name: label,
  }));
  const play = form.querySelector("[data-play]");
  const opens = form.querySelector("[data-choices]");
  const numbers = form.querySelector("[data-numbers]");
  const notLoaded = form.querySelector("[data-not-loaded]");
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  let timer = 0;

  const nameOf = (period) => times.find((time) => time.period === period)?.name ?? "";

  function asked() {
    const { period, name } = times[slider.valueAsNumber];
    const bands = [...form.querySelectorAll('[name="band"]:checked')].map(({ value }) => Number(value));
    const other = compared && !compared.disabled && compared.value !== period ? compared.value : "";
    const switches = Object.entries(OF_THE_PAGE).map(([id, what]) => [
      what,
      Boolean(document.getElementById(id)?.checked),
    ]);
    return {
      ...{ period, name, bands, compared: other, comparedName: nameOf(other) },
      ...{ onlyHot: form.elements.hot.checked, isHeat: form.elements.view.value === "heat" },
      ...Object.fromEntries(switches),
    };
  }

  // Several maps added up stand beside no other: their numbers are of other lengths of time.
  function compareOnlySingle() {
    if (!compared) return;
    compared.disabled = "sum" in optionAt(slider.valueAsNumber).dataset;
    form.querySelector("[data-not-compared]").hidden = !compared.disabled;
  }

  function changed() {
    compareOnlySingle();
    const now = asked();
    slider.setAttribute("aria-valuetext", now.name);
    form.querySelector("#map-period-name").textContent = now.name;
    form.querySelector("[data-heat-means]").hidden = !now.isHeat;
    numbers.hidden = now.period === ground.period;
    notLoaded.hidden = true;
    numbers.href = addressShown(now.period);
    onChange(now);
  }

  function step() {
    slider.value = slider.valueAsNumber < times.length - 1 ? slider.valueAsNumber + 1 : 0;
    changed();
  }

  function stop() {
    clearInterval(timer);
    timer = 0;
    if (play) play.textContent = still.matches ? ground.words.next : ground.words.play;
  }

  // Of a period the slider does not have, the page's own button leads to the page.
  function goTo(period) {
    const at = times.findIndex((time) => time.period === period);
    if (at < 0) return;
    stop();
    slider.value = at;
    changed();
  }

  // For whom movement makes ill the button goes one step at a time.
  play?.addEventListener("click", () => {
    if (timer) return stop();
    step();
    if (still.matches) return undefined;
    timer = setInterval(step, PACE);
    play.textContent = ground.words.pause;
    return undefined;
  });
  opens.addEventListener("click", () => {
    const panel = form.querySelector("#map-choices");
    panel.hidden = !panel.hidden;
    opens.setAttribute("aria-expanded", String(!panel.hidden));
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", (event) => {
    if (event.target === slider) stop();
    changed();
  });
  document.querySelector("#period")?.addEventListener("change", (event) => goTo(event.target.value));
  for (const id of Object.keys(OF_THE_PAGE)) document.getElementById(id)?.addEventListener("change", changed);
  still.addEventListener("change", stop);
  stop();
  compareOnlySingle();
  return {
    form,
    asked,
    stop,
    // The two periods that are compared change places, and the page goes with them.
    swap() {
      const { period, compared: other } = asked();
      compared.value = period;
      goTo(other);
    },
    // Where the person is, who may not see the map from there: nothing is shown of the period that was asked for.
    sayNotLoaded() {
      stop();
      notLoaded.hidden = false;
      return notLoaded.textContent;
    },
  };
}
