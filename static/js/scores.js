// Scoring by keys: 0 to 5 press the score, s passes over. Nothing is taken from a field or a browser's own shortcut.
"use strict";

const PAUSE = 300; // a press that was meant for the design before must not fall on the next
let since = -PAUSE;
document.addEventListener("htmx:after:swap", () => { since = performance.now(); });
const isEarly = () => performance.now() - since < PAUSE;

document.addEventListener("click", (event) => {
  if (!event.target.closest("#judging [data-key]") || !(event.detail > 1 || isEarly())) return;
  event.preventDefault();
  event.stopPropagation();
}, true);

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]")) return;
  const button = /^[0-5s]$/i.test(event.key) && document.querySelector(`#judging [data-key="${event.key.toLowerCase()}"]`);
  if (!button) return;
  event.preventDefault();
  if (isEarly()) return;
  button.focus(); // so that what comes next is spoken and keeps the keyboard
  button.click();
});
