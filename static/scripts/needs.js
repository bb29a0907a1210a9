// Whether a browser has what a script takes for granted. Every script asks before it touches the page: all of it starts,
// or nothing does and the page is the one without JavaScript. Parts are asked of the kind of thing that has them.

const WAITING = {
  AbortController: ["abort", "signal"],
  Response: ["json", "ok", "text", "url"],
  window: ["clearTimeout", "fetch", "setTimeout"],
};

const TREE = {
  Document: ["createElement", "getElementById", "querySelector"],
  DOMTokenList: ["add", "remove", "contains"],
  Element: [
    "append",
    "before",
    "classList",
    "closest",
    "getAttribute",
    "hasAttribute",
    "matches",
    "remove",
    "setAttribute",
  ],
  Event: ["preventDefault", "target"],
  HTMLElement: ["click", "dataset", "focus", "hidden", "style"],
  Node: ["cloneNode", "contains", "isConnected", "parentElement", "parentNode", "textContent"],
};

const also = (parts, more) => {
  const all = { ...parts };
  for (const [name, needed] of Object.entries(more)) all[name] = [...(all[name] || []), ...needed];
  return all;
};

const READING = /* @__PURE__ */ also(/* @__PURE__ */ also(TREE, WAITING), {
  DOMParser: ["parseFromString"],
  Document: ["title"],
  FormData: ["append"],
});

export const MAP = /* @__PURE__ */ also(/* @__PURE__ */ also(TREE, WAITING), {
  // The ground's tiles are drawn by a library that does not look itself.
  CanvasRenderingContext2D: [
    "arc",
    "beginPath",
    "clearRect",
    "closePath",
    "createImageData",
    "createPattern",
    "drawImage",
    "fill",
    "fillRect",
    "fillStyle",
    "fillText",
    "font",
    "globalAlpha",
    "globalCompositeOperation",
    "lineJoin",
    "lineTo",
    "lineWidth",
    "measureText",
    "moveTo",
    "putImageData",
    "restore",
    "rotate",
    "save",
    "scale",
    "setLineDash",
    "stroke",
    "strokeStyle",
    "strokeText",
    "textAlign",
    "textBaseline",
    "translate",
  ],
  DOMParser: ["parseFromString"],
  FormData: ["entries"],
  Document: ["createElementNS", "createRange", "importNode"],
  Element: ["after", "className", "clientHeight", "clientWidth", "getBoundingClientRect", "prepend", "scrollIntoView"],
  Event: ["stopImmediatePropagation", "stopPropagation"],
  DOMTokenList: ["toggle"],
  HTMLAnchorElement: ["href"],
  HTMLButtonElement: ["type"],
  HTMLCanvasElement: ["getContext", "height", "width"],
  HTMLElement: ["onerror", "onload"],
  HTMLFormElement: ["action", "elements", "method"],
  HTMLInputElement: ["checked", "name", "type", "value", "valueAsNumber"],
  HTMLLinkElement: ["href", "rel"],
  HTMLOptionElement: ["label"],
  HTMLScriptElement: ["src"],
  HTMLSelectElement: ["value"],
  History: ["replaceState", "state"],
  ImageData: ["data"],
  KeyboardEvent: ["key"],
  MediaQueryList: ["addEventListener", "matches"],
  Node: ["appendChild", "childNodes", "firstChild", "insertBefore", "removeChild"],
  PointerEvent: ["pointerType"],
  Range: ["createContextualFragment"],
  URL: ["href", "searchParams"],
  URLSearchParams: ["set", "toString"],
  window: ["clearInterval", "getComputedStyle", "history", "matchMedia", "navigator", "setInterval"],
});

export const SUGGESTIONS = /* @__PURE__ */ also(/* @__PURE__ */ also(TREE, WAITING), {
  Element: ["children", "removeAttribute", "scrollIntoView"],
  KeyboardEvent: ["isComposing", "key"],
  URLSearchParams: ["set", "toString"],
});

export const FEEDBACK = /* @__PURE__ */ also(/* @__PURE__ */ also(TREE, WAITING), {
  HTMLButtonElement: ["value"],
  URLSearchParams: ["toString"],
});

export const COPYING = /* @__PURE__ */ also(TREE, {
  Clipboard: ["writeText"],
  HTMLInputElement: ["select"],
  HTMLTextAreaElement: ["select"],
});

export const DESK = /* @__PURE__ */ also(READING, {
  Element: ["scrollIntoView"],
  HTMLButtonElement: ["form", "name", "value"],
  HTMLFormElement: ["action", "method"],
  History: ["pushState"],
  MouseEvent: ["altKey", "button", "ctrlKey", "metaKey", "shiftKey"],
  URLSearchParams: ["append"],
  window: ["history", "scrollTo"],
});

export const KEYS = /* @__PURE__ */ also(TREE, {
  HTMLDetailsElement: ["open"],
  HTMLDialogElement: ["open", "showModal"],
  HTMLElement: ["isContentEditable"],
  HTMLInputElement: ["checked"],
  KeyboardEvent: ["altKey", "ctrlKey", "isComposing", "key", "metaKey", "repeat"],
  Storage: ["getItem", "setItem"],
});

export const PASSKEY = /* @__PURE__ */ also(/* @__PURE__ */ also(TREE, WAITING), {
  AuthenticatorResponse: ["clientDataJSON"],
  CredentialsContainer: ["create", "get"],
  HTMLFormElement: ["elements", "submit"],
  Navigator: ["credentials"],
  PublicKeyCredential: ["getClientExtensionResults", "rawId", "response"],
  window: ["atob", "btoa"],
});

// What GOV.UK Frontend's own behaviours ask for.
export const GOVUK = /* @__PURE__ */ also(TREE, {
  DOMTokenList: ["toggle"],
  Element: [
    "getBoundingClientRect",
    "getElementsByTagName",
    "nextElementSibling",
    "previousElementSibling",
    "removeAttribute",
    "scrollIntoView",
  ],
  HTMLAnchorElement: ["hash"],
  HTMLInputElement: ["checked", "form", "type"],
  HTMLScriptElement: ["noModule"],
  History: ["pushState"],
  KeyboardEvent: ["key"],
  window: ["getComputedStyle", "matchMedia"],
});

const ofKind = ([name, parts]) => {
  const thing = name === "window" ? globalThis : globalThis[name].prototype;
  return parts.every((part) => part in thing);
};

export const hasEach = (parts) => {
  try {
    return Object.entries(parts).every(ofKind);
  } catch {
    return false; // the kind itself is unknown
  }
};
