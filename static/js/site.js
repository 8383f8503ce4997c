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

// What is found while typing: arrows go through it and back to the words, Escape puts it away and leaves them.
document.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1, Escape: 0 }[event.key];
  const box = step !== undefined && document.activeElement?.closest(":is(.search, .offers):has(.suggestions a)");
  if (!box) return;
  const places = [...box.querySelectorAll("input[type=search], .suggestions a")];
  const at = places.indexOf(document.activeElement);
  if (step && at < 0) return;
  event.preventDefault();
  places[step && (at + step + places.length) % places.length].focus();
  if (!step) box.querySelector(".suggestions").remove();
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
