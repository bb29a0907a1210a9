// Everything on the page that can be touched, each with a name by which it is found again after the page was left.
// Called with how many of a kind are enough; the element named `wanted` is returned instead when one is asked for.
({ perKind, wanted }) => {
  const KINDS = [
    "button",
    "summary",
    "select",
    "textarea",
    'a[href^="#"]',
    "a[download]",
    'input:not([type="hidden"])',
    '[role="button"]',
    '[role="tab"]',
    '[role="slider"]',
    '[role="application"]',
    '[role="option"]',
  ];
  const isSeen = (element) => {
    const box = element.getBoundingClientRect();
    const style = getComputedStyle(element);
    const isOpen = element.checkVisibility({ contentVisibilityAuto: true, visibilityProperty: true });
    return isOpen && box.width > 0 && box.height > 0 && style.visibility !== "hidden" && !element.disabled;
  };
  // biome-ignore lint/performance/useDomNodeTextContent: what a person reads, without what is hidden
  const words = (element) => (element.innerText ?? element.textContent ?? "").trim().replace(/\s+/g, " ").slice(0, 40);
  const kindOf = (element) => {
    const { tagName, type = "", name = "", id } = element;
    const isChoice = ["checkbox", "radio", "submit", "image"].includes(type) || tagName === "BUTTON";
    // A form that names no address sends to its own page: the same question under many pages is one kind of thing.
    const action = element.form?.hasAttribute("action")
      ? new URL(element.form.action).pathname.replace(/\/[0-9a-f]{6,}|\/\d+/g, "/*")
      : "";
    const label = element.getAttribute("aria-label") ?? (element.tagName === "SELECT" ? "" : words(element));
    return [
      tagName.toLowerCase(),
      type,
      name,
      isChoice && !/^\d+(\.\d+)?$/.test(element.value) ? element.value : "",
      label,
      action,
      name ? "" : id,
    ].join("|");
  };
  const counted = new Map();
  const found = [];
  for (const element of document.querySelectorAll(KINDS.join(","))) {
    if (element.closest("[data-quick-exit], .leaflet-marker-pane") || !isSeen(element)) continue;
    const kind = kindOf(element);
    const number = counted.get(kind) ?? 0;
    counted.set(kind, number + 1);
    if (number >= perKind) continue;
    const name = `${kind}|${number}`;
    if (wanted === name) return element;
    found.push({
      name,
      tag: element.tagName.toLowerCase(),
      type: element.type ?? "",
      role: element.getAttribute("role") ?? "",
      in_main: element.closest("main") !== null,
      can_be_filled: [...(element.form?.elements ?? [])].some((field) => !["hidden", "submit"].includes(field.type)),
    });
  }
  return wanted === undefined ? found : null;
};
