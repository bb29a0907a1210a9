// Does the page's proof of work from the first touch on: number after number until the derived key begins as asked.
// The browser derives keys beside the page's own thread, so nothing on the page waits for it, and no worker is needed.
const bytesOf = (hex) => Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16));
const hexOf = (buffer) => Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");

const SPARE = 300; // seconds: a proof that ends sooner than this is made anew, so that a slow form still has one

let proof = "";
let begun = { for: "", until: 0 };

// Empty until it is done: the report is sent all the same, and a moderator sees that it has none.
export const proofOf = () => proof;

const solve = async ({ nonce, salt, cost, keyLength, keyPrefix }) => {
  const start = bytesOf(nonce);
  const password = new Uint8Array(start.length + 4);
  password.set(start);
  const number = new DataView(password.buffer, start.length);
  const how = { name: "PBKDF2", hash: "SHA-256", salt: bytesOf(salt), iterations: cost };
  for (let counter = 0; ; counter += 1) {
    number.setUint32(0, counter);
    const key = await crypto.subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
    const derivedKey = hexOf(await crypto.subtle.deriveBits(how, key, keyLength * 8));
    if (derivedKey.startsWith(keyPrefix)) return { counter, derivedKey };
  }
};

const begin = async () => {
  const asked = document.querySelector("[data-proof]");
  if (!asked || !globalThis.crypto?.subtle) return;
  const challenge = JSON.parse(asked.dataset.proof);
  const { data, expiresAt } = challenge.parameters;
  if (data.for === begun.for && Date.now() / 1000 < begun.until - SPARE) return;
  const mine = { for: data.for, until: expiresAt };
  begun = mine;
  proof = "";
  const solution = await solve(challenge.parameters);
  if (begun === mine) proof = btoa(JSON.stringify({ challenge, solution }));
};

for (const kind of ["pointerdown", "keydown"]) addEventListener(kind, begin, { passive: true });
