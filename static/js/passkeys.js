// Passkeys: a form that shows itself where the browser can, asks for a challenge, and sends what was signed.
"use strict";

const able = (form) => window.isSecureContext && window.PublicKeyCredential?.parseRequestOptionsFromJSON
  && new URL(form.dataset.site).origin === location.origin;

const asked = async (form) => {
  const token = form.elements.csrf?.value ?? "";
  const answer = await fetch(form.dataset.passkey, { method: "POST", headers: { "X-CSRF-Token": token } });
  if (!answer.ok) throw new Error(answer.statusText);
  return answer.json();
};

let waiting = null;
const signed = async (form, mediation) => {
  waiting?.abort();
  const options = await asked(form);
  waiting = new AbortController();
  const signal = waiting.signal;
  if ("makes" in form.dataset) {
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
    return navigator.credentials.create({ publicKey, signal });
  }
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
  return navigator.credentials.get({ publicKey, signal, mediation });
};

const send = async (form, mediation) => {
  const line = form.querySelector("[data-said]");
  line.textContent = "";
  try {
    form.elements.credential.value = JSON.stringify(await signed(form, mediation));
    form.submit();
  } catch (problem) {
    if (problem.name !== "AbortError" && !mediation) line.textContent = form.dataset.refused;
  }
};

for (const form of document.querySelectorAll("[data-passkey]")) {
  if (able(form)) {
    form.hidden = false;
    form.addEventListener("submit", (event) => { event.preventDefault(); send(form); });
  } else if (form.dataset.unable) {
    form.querySelector("[data-said]").textContent = form.dataset.unable;
    form.querySelector("button").disabled = true;
  }
}

// Who goes to the field of the address is offered their passkeys among what the browser fills in.
const offering = document.querySelector("form[action='/sign-in/passkey'][data-passkey]");
document.querySelector("[autocomplete~=webauthn]")?.addEventListener("focus", async () => {
  if (!offering || !able(offering)) return;
  if (await PublicKeyCredential.isConditionalMediationAvailable?.()) send(offering, "conditional");
}, { once: true });
