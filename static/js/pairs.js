// Picking by keys: 1 and 2 pick a card, s passes over, u undoes. Nothing is taken from a field or a browser's own shortcut.
"use strict";

const PAUSE = 300; // a press that was meant for the pair before must not fall on the next
let since = -PAUSE;
document.addEventListener("htmx:after:swap", () => { since = performance.now(); });
const isEarly = () => performance.now() - since < PAUSE;

document.addEventListener("click", (event) => {
  if (!event.target.closest("#pair [data-key]") || !(event.detail > 1 || isEarly())) return;
  event.preventDefault();
  event.stopPropagation();
}, true);

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const button = /^[12su]$/i.test(event.key) && document.querySelector(`#pair [data-key="${event.key.toLowerCase()}"]`);
  if (!button) return;
  event.preventDefault();
  if (isEarly()) return;
  button.focus(); // so that what comes next is spoken and keeps the keyboard
  button.click();
});
