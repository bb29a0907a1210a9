// What the moving map is asked to show: a time, hexagons or smooth colours, and which numbers. No step of it asks the
// server for anything but a map that was not loaded yet. Starts from the form [data-map-controls].

const PACE = 2000; // milliseconds a time stands while playing

export function mapControls(markup, ground, onChange) {
  const form = document.createRange().createContextualFragment(markup).querySelector("[data-map-controls]");
  const slider = form.elements.period;
  const times = [...form.querySelectorAll("option")].map(({ dataset, label }) => ({
    period: dataset.period,
    name: label,
  }));
  const play = form.querySelector("[data-play]");
  const numbers = form.querySelector("[data-numbers]");
  const notLoaded = form.querySelector("[data-not-loaded]");
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  let timer = 0;

  function asked() {
    const { period, name } = times[slider.valueAsNumber];
    const bands = [...form.querySelectorAll('[name="band"]:checked')].map(({ value }) => Number(value));
    return { period, name, bands, onlyHot: form.elements.hot.checked, isHeat: form.elements.view.value === "heat" };
  }

  function changed() {
    const now = asked();
    slider.setAttribute("aria-valuetext", now.name);
    form.querySelector("#map-period-name").textContent = now.name;
    form.querySelector("[data-heat-means]").hidden = !now.isHeat;
    numbers.hidden = now.period === ground.period;
    notLoaded.hidden = true;
    const address = new URL(location.href);
    address.searchParams.set("period", now.period);
    numbers.href = address.href;
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

  // For whom movement makes ill the button goes one step at a time.
  play?.addEventListener("click", () => {
    if (timer) return stop();
    step();
    if (still.matches) return undefined;
    timer = setInterval(step, PACE);
    play.textContent = ground.words.pause;
    return undefined;
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", (event) => {
    if (event.target === slider) stop();
    changed();
  });
  still.addEventListener("change", stop);
  stop();
  // Where the person is, who may not see the map from there: nothing is shown of the time that was asked for.
  function sayNotLoaded() {
    stop();
    notLoaded.hidden = false;
    return notLoaded.textContent;
  }
  return { form, asked, sayNotLoaded };
}
