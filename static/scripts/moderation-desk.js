// The desk without waiting for whole pages: its forms and links ask the same addresses, and the answer's main part takes
// the place of this one. Starts from <main> on a page with [data-desk-says]; without it, or when anything but a page of
// the desk comes back, the browser goes there as it would without script.

const says = document.querySelector("[data-desk-says]");
const main = document.querySelector("main");
let isBusy = false;

function put(html, address) {
  const answer = new DOMParser().parseFromString(html, "text/html");
  const fresh = answer.querySelector("main");
  if (!fresh || !answer.querySelector("[data-desk-says]")) return false;
  // The scripts of the page stay, so what they hold on to stays: the element itself is kept, its content is not.
  main.replaceChildren(...fresh.childNodes);
  document.title = answer.title;
  history.pushState({}, "", address);
  window.scrollTo(0, 0);
  const told = main.querySelector("[role=alert], .govuk-error-summary");
  const target = told ?? main;
  target.tabIndex = -1;
  target.focus({ preventScroll: true });
  says.textContent = "";
  return true;
}

async function ask(address, options) {
  if (isBusy) return; // a second press while the first is on its way decides nothing twice
  isBusy = true;
  main.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address, { credentials: "same-origin", ...options });
    const html = await answer.text();
    if (!put(html, answer.url)) location.assign(answer.url);
  } catch {
    says.textContent = "";
    says.textContent = says.dataset.deskNoConnection;
    says.classList.remove("govuk-visually-hidden");
    says.classList.add("govuk-error-message", "govuk-width-container");
  } finally {
    isBusy = false;
    main.removeAttribute("aria-busy");
  }
}

function onSubmit(event) {
  const form = event.target;
  if (form.method !== "post") return;
  event.preventDefault();
  const sent = new URLSearchParams(new FormData(form, event.submitter));
  ask(form.action, { method: "POST", body: sent });
}

function onClick(event) {
  const link = event.target.closest("a[data-desk-link], a[data-desk-next]");
  if (!link || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  ask(link.href, {});
}

if (says && main) {
  main.addEventListener("submit", onSubmit);
  main.addEventListener("click", onClick);
  window.addEventListener("popstate", () => location.reload());
}
