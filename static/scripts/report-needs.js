// What the report's script takes for granted. A browser without one of these shows the pages as without JavaScript.
import { hasEach } from "./needs.js";

const PARTS = {
  AbortController: ["abort", "signal"],
  DOMParser: ["parseFromString"],
  Document: ["importNode"],
  Element: ["append", "before", "closest", "getBoundingClientRect", "matches", "prepend", "remove", "scrollIntoView"],
  FormData: ["entries"],
  HTMLElement: ["dataset"],
  HTMLTemplateElement: ["content"],
  Node: ["cloneNode", "contains", "isConnected"],
  Response: ["text"],
  URLSearchParams: ["get", "set", "toString"],
  window: ["fetch"],
};

export const hasAll = () => hasEach(PARTS);
