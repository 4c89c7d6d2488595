/**
 * A form with `data-passkey` holds the address that says what the browser shall make or use. What the browser answers
 * goes with the form, as any other field does, and the server decides.
 */

import { post } from "./http.js";

/** @param {string} text */
const bytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (each) => each.charCodeAt(0));

/** @param {ArrayBuffer} buffer */
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");

/** @param {{ id: string }[]} keys */
const described = (keys = []) => keys.map((key) => ({ type: /** @type {const} */ ("public-key"), id: bytes(key.id) }));

/** @param {any} options */
async function made(options) {
  const credential = await navigator.credentials.create({
    publicKey: {
      ...options,
      challenge: bytes(options.challenge),
      user: { ...options.user, id: bytes(options.user.id) },
      excludeCredentials: described(options.excludeCredentials),
    },
  });
  const { response, ...rest } = /** @type {any} */ (parts(credential));
  return {
    ...rest,
    response: {
      attestationObject: text(response.attestationObject),
      clientDataJSON: text(response.clientDataJSON),
      transports: response.getTransports?.() ?? [],
    },
  };
}

/** @param {any} options */
async function used(options) {
  const credential = await navigator.credentials.get({
    publicKey: {
      ...options,
      challenge: bytes(options.challenge),
      allowCredentials: described(options.allowCredentials),
    },
  });
  const { response, ...rest } = /** @type {any} */ (parts(credential));
  return {
    ...rest,
    response: {
      authenticatorData: text(response.authenticatorData),
      clientDataJSON: text(response.clientDataJSON),
      signature: text(response.signature),
      userHandle: response.userHandle ? text(response.userHandle) : undefined,
    },
  };
}

/** @param {any} credential */
const parts = ({ id, rawId, type, response }) => ({ id, rawId: text(rawId), type, response });

/** @param {HTMLFormElement} form */
async function answer(form) {
  const says = form.querySelector("[data-passkey-says]");
  says.textContent = "";
  if (!window.PublicKeyCredential) {
    says.textContent = form.dataset.tooOld;
    return;
  }
  try {
    const asked = await post(form.dataset.passkey, {});
    if (asked.redirected) {
      location.assign(asked.url); // to say first once more who one is
      return;
    }
    const options = await asked.json();
    if (!asked.ok) throw new Error(options.error);
    const credential = await (options.user ? made(options) : used(options));
    form.querySelector('input[name="credential"]').value = JSON.stringify(credential);
    form.submit();
  } catch (error) {
    // A browser says in its own words what went wrong, and often only that it was not allowed.
    says.textContent = error instanceof DOMException ? form.dataset.failed : error.message || form.dataset.failed;
  }
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void answer(/** @type {HTMLFormElement} */ (form));
  });
}
