// Small comforts; every page works without them.
"use strict";

const focusFirst = (root) => root.querySelector?.("[data-focus]")?.focus();

document.addEventListener("DOMContentLoaded", () => focusFirst(document));

// After a swap: keep the keyboard where it was, on the control of the same name, or on the summary of what is wrong.
let last = null;
document.addEventListener("htmx:before:request", () => { last = document.activeElement?.closest("[id]")?.id; });
document.addEventListener("htmx:after:swap", () => {
  if (document.activeElement !== document.body || !last) return;
  const back = document.getElementById(last);
  (back?.matches("button, a, input") ? back : back?.querySelector("button, a, input:not([type=hidden])"))?.focus();
});

// A new count is spoken.
const said = document.querySelector(".said");
document.addEventListener("htmx:after:swap", () => {
  const told = last && document.getElementById(last)?.querySelector("[aria-pressed]");
  if (told && said) said.textContent = told.getAttribute("aria-label");
});

// A menu closes by Escape and by a press elsewhere.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = document.querySelector(".menu[open]");
  if (open) { open.open = false; open.querySelector("summary").focus(); }
});
document.addEventListener("click", (event) => {
  for (const open of document.querySelectorAll(".menu[open]")) if (!open.contains(event.target)) open.open = false;
});
