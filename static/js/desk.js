// The moderators' desk by keyboard. Nothing is taken from a field or a browser's own shortcut; everything works without it.
"use strict";

const desk = document.querySelector("[data-desk]");
const keys = document.getElementById("keys");
const rows = () => [...document.querySelectorAll("[data-row] .case-link")];

const step = (by) => {
  const all = rows();
  const at = all.indexOf(document.activeElement);
  const next = all[Math.min(Math.max(at < 0 ? (by > 0 ? 0 : all.length - 1) : at + by, 0), all.length - 1)];
  if (next) next.focus();
};

const choose = () => {
  const box = document.activeElement.closest("[data-row]")?.querySelector("input[type=checkbox]");
  if (box) box.checked = !box.checked;
};

const press = (key) => {
  const found = document.querySelector(`[data-key="${key}"]`);
  if (!found) return false;
  found.focus();
  found.click();
  return true;
};

const acts = {
  j: () => step(1),
  k: () => step(-1),
  x: choose,
  n: () => document.querySelector('form[action="/moderation/next"] button')?.click(),
  w: () => document.getElementById("reason")?.focus(),
  b: () => document.querySelectorAll(".veil").forEach((veil) => { veil.open = !veil.open; }),
  l: () => { if (desk?.dataset.desk === "case") location.assign("/moderation"); },
  "?": () => keys?.showModal(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || keys?.open) return;
  const field = event.target.closest("input, textarea, select, [contenteditable]");
  if (field && !(/^(radio|checkbox)$/.test(field.type) && event.key !== " ")) return;
  const act = acts[event.key];
  if (act) {
    event.preventDefault();
    act();
  } else if (/^[1-9c]$/.test(event.key) && press(event.key)) {
    event.preventDefault();
  }
});

// A case that is open is kept for who reads it: asked for at once, and again well before ten minutes are over.
const hold = desk?.dataset.claim;
const claim = () => {
  if (document.visibilityState !== "visible") return;
  const csrf = document.querySelector('input[name="csrf"]')?.value;
  if (csrf) fetch(hold, { method: "POST", headers: { "X-CSRF-Token": csrf } }).catch(() => {});
};
if (hold) {
  claim();
  setInterval(claim, 240000);
}
