// Asks the browser for a passkey and sends its answer with the form: a new one ("create"), or one there is ("get").
// Without it the form stays hidden, and the page says
// what the other way is.

const PATIENCE = 20000; // milliseconds until an answer counts as lost
const SIGN_AFTER = 400; // milliseconds: what is there sooner needs no sign

let isAsking = false;

const toBytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));

const toText = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=/g, "");

const withBytes = (credentials) => (credentials ?? []).map((one) => ({ ...one, id: toBytes(one.id) }));

/** The server's question as the browser takes it: what is text in JSON is bytes here. */
function asAsked({ publicKey }, kind) {
  const asked = { ...publicKey, challenge: toBytes(publicKey.challenge) };
  if (kind === "create") {
    asked.user = { ...publicKey.user, id: toBytes(publicKey.user.id) };
    asked.excludeCredentials = withBytes(publicKey.excludeCredentials);
  } else {
    asked.allowCredentials = withBytes(publicKey.allowCredentials);
  }
  return { publicKey: asked };
}

/** The browser's answer as JSON takes it. */
function asAnswered(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) {
      response[name] = toText(credential.response[name]);
    }
  }
  return {
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  };
}

async function questionOf(form) {
  if (form.dataset.passkeyQuestion) {
    return JSON.parse(form.dataset.passkeyQuestion);
  }
  const control = new AbortController();
  const patience = setTimeout(() => control.abort(), PATIENCE);
  try {
    const answer = await fetch(form.dataset.passkeyQuestionAt, {
      headers: { Accept: "application/json" },
      signal: control.signal,
    });
    return (await answer.json()).request_options;
  } finally {
    clearTimeout(patience);
  }
}

async function send(form) {
  if (isAsking) return; // a second press asks nothing new
  isAsking = true;
  const kind = form.dataset.passkey;
  const fault = form.querySelector("[data-passkey-fault]");
  const says = form.querySelector("[data-passkey-says]");
  fault.textContent = "";
  const sign = setTimeout(() => {
    says.textContent = says.dataset.passkeySays;
  }, SIGN_AFTER);
  try {
    const credential = await navigator.credentials[kind](asAsked(await questionOf(form), kind));
    form.elements.credential.value = JSON.stringify(asAnswered(credential));
  } catch {
    // The person closed the browser's window, has no passkey here, or the address is none a passkey can belong to.
    fault.textContent = fault.dataset.passkeyFault;
    return;
  } finally {
    clearTimeout(sign);
    says.textContent = "";
    isAsking = false;
  }
  form.submit();
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(form);
  });
}
for (const missing of document.querySelectorAll("[data-passkey-missing]")) missing.hidden = true;
