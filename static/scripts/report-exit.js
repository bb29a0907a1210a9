// Answers that are not sent yet live in this page alone: a link that would end them asks first.
import { hush, say } from "./report-saying.js";

const isElsewhere = (link, event) =>
  event.button === 0 &&
  !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) &&
  !event.defaultPrevented &&
  !link.target &&
  /^https?:$/.test(link.protocol) &&
  !link.matches('[href^="#"], [data-quick-exit], [data-all-the-same]');

let asking = null; // the link that was pressed

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (link && isElsewhere(link, event)) {
    hush();
    const question = say("leaving", link, { focus: true });
    if (!question) return; // nothing would be lost
    event.preventDefault();
    asking = link;
    question.querySelector("[data-all-the-same]").href = link.href;
  } else if (event.target.closest("[data-stay]")) {
    hush();
    asking.focus();
  }
});
