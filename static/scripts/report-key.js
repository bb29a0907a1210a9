// The other half of what opens the encrypted answers: in this page's memory and nowhere else, so that a field found later,
// in a file or in a page that was kept, opens nothing. Without it a field is good for a short time alone.
const bytes = globalThis.crypto?.getRandomValues?.(new Uint8Array(16)) ?? [];

export const KEY = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
