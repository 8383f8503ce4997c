// Small comforts; every page works without them.
"use strict";

const announcer = document.getElementById("announcer");
const announce = (sentence) => { if (announcer) announcer.textContent = sentence; };

// A page that comes back with something to mend begins there.
document.querySelector("[data-focus]")?.focus();

// After a swap the keyboard stays where it was, on the control of the same name, and what changed is spoken.
let last = null;
document.addEventListener("htmx:before:request", () => { last = document.activeElement?.closest("[id]")?.id; });
document.addEventListener("htmx:after:swap", () => {
  const offered = document.querySelector(":is(.search, .offers):focus-within .suggestions");
  if (offered) announce(offered.dataset.announce);
  const place = last && document.getElementById(last);
  if (!place) return;
  if (document.activeElement === document.body) {
    (place.matches("button, a, input") ? place : place.querySelector("button, a, input:not([type=hidden])"))?.focus();
  }
  const told = place.matches("[data-announce]") ? place : place.querySelector("[data-announce]");
  if (told) announce(told.dataset.announce);
});

// What is found while typing goes by Escape, back to the words.
document.addEventListener("keydown", (event) => {
  const offered = event.key === "Escape" && document.querySelector(":is(.search, .offers):focus-within .suggestions");
  if (!offered) return;
  offered.closest(".search, .offers").querySelector("input").focus();
  offered.remove();
});

// A menu closes by Escape, by a press elsewhere and when the keyboard leaves it.
const shut = (except) => {
  for (const menu of document.querySelectorAll(".menu[open]")) if (!menu.contains(except)) menu.open = false;
};
document.addEventListener("click", (event) => shut(event.target));
document.addEventListener("focusin", (event) => shut(event.target));
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && document.querySelector(".menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
