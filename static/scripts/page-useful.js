// Yes or No at the foot of a page, answered where it stands: a page that had taken a form could not be gone back to.
const PATIENCE = 15_000; // milliseconds

export function answerInPlace() {
  const form = document.querySelector("[data-useful]");
  const says = document.querySelector("[data-useful-said]");
  if (!form || !says) return;
  let pressed = null; // older browsers do not say which button sent a form
  let isUnderWay = false;

  const send = async (button) => {
    const own = new AbortController();
    const patience = setTimeout(() => own.abort(), PATIENCE);
    isUnderWay = true;
    says.textContent = "";
    try {
      const answer = await fetch(location.href, {
        method: "POST",
        body: new URLSearchParams({ useful: button.value }),
        cache: "no-store",
        credentials: "omit",
        signal: own.signal,
      });
      if (!answer.ok) throw new Error("not counted");
      form.hidden = true;
      says.textContent = says.dataset.thanks;
      says.focus({ preventScroll: true });
    } catch {
      says.textContent = says.dataset.failed;
    } finally {
      clearTimeout(patience);
      isUnderWay = false;
    }
  };

  form.addEventListener("click", ({ target }) => {
    pressed = target.closest("button");
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const button = event.submitter ?? pressed;
    if (button && !isUnderWay) send(button);
  });
}
