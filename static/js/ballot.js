// Filling in a ballot without a request for each press: the same buttons move, count and speak here. The form is what counts.
"use strict";

const booth = document.getElementById("booth");
const kind = booth.dataset.booth;
document.documentElement.classList.add("has-script");

const said = (name, places) =>
  Object.entries(places).reduce((text, [key, value]) => text.replaceAll(`{${key}}`, value), booth.dataset[name] ?? "");
const tell = (sentence) => {
  const place = booth.querySelector("[data-said]") ?? document.getElementById("announcer");
  if (!place) return;
  place.hidden = false;
  (place.querySelector("span") ?? place).textContent = sentence;
};

// Ranking ------------------------------------------------------------------------------------------------------------

const ranked = document.getElementById("ranked");
const out = document.getElementById("left-out");
const rows = (list) => [...list.children];
const button = (row, step) => document.getElementById(`${step}-${row.dataset.option}`);

const settle = () => {
  const many = ranked.children.length;
  rows(ranked).forEach((row, place) => {
    row.querySelector("[name=order]").disabled = false;
    row.querySelector("[data-grip]").hidden = false;
    for (const step of ["up", "first"]) button(row, step).disabled = place === 0;
    for (const step of ["down", "last"]) button(row, step).disabled = place === many - 1;
  });
  for (const row of rows(out)) row.querySelector("[name=order]").disabled = true;
  for (const list of [ranked, out]) if (!list.children.length) list.textContent = ""; // :empty shows what to do
};

const spoken = (row) => {
  for (const other of booth.querySelectorAll(".ranking--moved")) other.classList.remove("ranking--moved");
  const name = row.dataset.name;
  if (row.parentElement === out) return tell(said("left", { name }));
  row.classList.add("ranking--moved");
  tell(said("moved", { name, place: rows(ranked).indexOf(row) + 1, many: ranked.children.length }));
};

const STEPS = {
  up: (row) => row.previousElementSibling?.before(row),
  down: (row) => row.nextElementSibling?.after(row),
  first: (row) => ranked.prepend(row),
  last: (row) => ranked.append(row),
  add: (row) => ranked.append(row),
  out: (row) => out.append(row),
};

const move = (step, row) => {
  STEPS[step]?.(row);
  settle();
  spoken(row);
  const next = [step, step === "add" ? "up" : step === "out" ? "add" : "", "down", "up", "out"]
    .map((one) => one && button(row, one)).find((one) => one && !one.disabled && one.offsetParent);
  next?.focus();
};

let held = null;
const drop = (keep) => {
  if (!held) return;
  const { row, next } = held;
  held = null;
  row.classList.remove("ranking--held");
  if (!keep) ranked.insertBefore(row, next);
  settle();
  if (keep && row.nextElementSibling !== next) spoken(row);
};

if (kind === "ranks") {
  settle();
  document.addEventListener("pointerdown", (event) => {
    const grip = event.button === 0 && event.target.closest("[data-grip]");
    if (!grip || held) return;
    event.preventDefault();
    const row = grip.closest("[data-option]");
    held = { row, next: row.nextElementSibling, pointer: event.pointerId };
    grip.setPointerCapture?.(event.pointerId);
    row.classList.add("ranking--held");
  });
  document.addEventListener("pointermove", (event) => {
    if (held?.pointer !== event.pointerId) return;
    const next = rows(ranked).find((row) => {
      const box = row.getBoundingClientRect();
      return row !== held.row && event.clientY < box.top + box.height / 2;
    });
    if ((next ?? null) !== held.row.nextElementSibling) ranked.insertBefore(held.row, next ?? null);
  });
  document.addEventListener("pointerup", (event) => { if (held?.pointer === event.pointerId) drop(true); });
  document.addEventListener("pointercancel", (event) => { if (held?.pointer === event.pointerId) drop(false); });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") drop(false); });
}

// The sum ------------------------------------------------------------------------------------------------------------

const whole = Number(booth.dataset.whole);
const { currency } = booth.dataset;
const lang = document.documentElement.lang === "fr" ? "fr-FR" : "en-GB";
const format = new Intl.NumberFormat(lang, currency
  ? { style: "currency", currency, minimumFractionDigits: 0, maximumFractionDigits: 0 } : {});
const shown = (number) => format.format(number);
const typed = (input) => (/^\d{1,6}$/.test(input.value.trim()) ? Number(input.value.trim()) : 0);

const spentBy = () => {
  if (kind === "approvals" || kind === "projects") {
    return [...booth.querySelectorAll("[data-cost]:checked")].reduce((sum, box) => sum + Number(box.dataset.cost), 0);
  }
  return [...booth.querySelectorAll(".share__many")]
    .reduce((sum, input) => sum + (kind === "credits" ? typed(input) ** 2 : typed(input)), 0);
};

const addUp = () => {
  const place = booth.querySelector("[data-spent]");
  for (const line of booth.querySelectorAll("[data-costs-of]")) {
    const votes = typed(line.closest("li").querySelector(".share__many"));
    line.textContent = said("costs", { votes: shown(votes), cost: shown(votes * votes) });
  }
  if (!place) return;
  const spent = spentBy();
  place.textContent = said("spent", { amount: shown(spent) });
  const rest = booth.querySelector("[data-rest]");
  const isOver = whole > 0 && spent > whole;
  rest.textContent = whole ? said(isOver ? "over" : "rest", { amount: shown(Math.abs(whole - spent)), whole: shown(whole) }) : "";
  rest.classList.toggle("till__rest--over", isOver);
  const bar = booth.querySelector("[data-bar]");
  bar?.setAttribute("width", String(Math.min(200, (200 * spent) / whole)));
  bar?.classList.toggle("till__fill--over", isOver);
};

booth.addEventListener("input", addUp);
booth.addEventListener("change", addUp);

booth.addEventListener("click", (event) => {
  const pressed = event.target.closest("button[name=move]");
  if (!pressed) return;
  event.preventDefault();
  const [step, option] = pressed.value.split(":");
  const row = document.getElementById(`option-${option}`);
  if (kind === "ranks") return move(step, row);
  const input = document.getElementById(`give-${option}`);
  input.value = String(Math.max(0, typed(input) + (step === "more" ? 1 : -1)));
  addUp();
});

// A page that the browser kept has its boxes ticked again, but not its sum.
window.addEventListener("pageshow", addUp);
