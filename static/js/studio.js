// Comforts of the studio: press a part to open it, drag a print, see a choice at once. Without them each choice is a form.
const studio = document.getElementById("studio");
const piece = (id) => document.getElementById(`part-${id}`);
const say = (sentence) => { document.getElementById("announcer").textContent = sentence; };

studio.dataset.live = "";

// The part under the pointer says its name; a press on the product opens it.
const KINDS = { words: "text-", art: "art-" };
function partOf(target) {
  const shape = target.closest?.("[data-stage] [class]");
  const found = shape && /(dye|thread|motif|words|art)--([a-z0-9-]+)/.exec(shape.getAttribute("class"));
  return found && piece((KINDS[found[1]] ?? "") + found[2]);
}
studio.addEventListener("pointerover", (event) => {
  const name = studio.querySelector("[data-part-name]");
  if (name) name.textContent = partOf(event.target)?.querySelector("summary b").textContent ?? "";
});
studio.addEventListener("click", (event) => {
  const opened = partOf(event.target);
  if (!opened) return;
  opened.open = true;
  opened.querySelector("input:checked, input")?.focus();
});

// Where a part is on the product shows when it opens.
const still = matchMedia("(prefers-reduced-motion: reduce)");
function shapes(part) {
  const key = part.id.replace(/^part-(?:text-|art-)?/, "");
  return studio.querySelectorAll(["dye", "thread", "words", "art"].map((kind) => `[data-stage] .${kind}--${key}`).join());
}

// The open part stays open after a page was sent; a side that shows it is turned to.
studio.addEventListener("toggle", (event) => {
  const part = event.target;
  if (!part.open || !part.dataset.views) return;
  sessionStorage.setItem(`open ${location.pathname}`, part.id);
  const shown = studio.querySelector('input[name="view"]:checked');
  for (const shape of shapes(part)) shape.animate({ opacity: [1, 0.35, 1, 0.35, 1] }, still.matches ? 0 : 700);
  const views = part.dataset.views.split(" ");
  if (shown && !views.includes(shown.value)) document.getElementById(`view-${views[0]}`).checked = true;
}, true);
const last = document.getElementById(sessionStorage.getItem(`open ${location.pathname}`) ?? "");
if (last && !studio.querySelector(".piece[open] [aria-invalid]")) last.open = true;

const named = (input) => (input.labels[0].querySelector(".dye__name") ?? input.labels[0]);
const words = (place) => [...place.childNodes].find((node) => node.nodeType === 3 && node.data.trim())?.data.trim();
function tell(part) {
  const chosen = part?.querySelector("[data-chosen]");
  if (!chosen) return;
  const typed = part.querySelector("[data-words]");
  const checked = [...part.querySelectorAll('[name^="dye-"]:checked, [name^="motif-"]:checked:not([name^="motif-dye-"], [value=""])')];
  chosen.textContent = typed ? typed.value || chosen.dataset.chosen : checked.map((input) => words(named(input))).join(", ");
}

// What is typed for the product shows while it is typed.
let pause = 0;
studio.addEventListener("input", (event) => {
  if (!event.target.matches("[data-words]")) return;
  clearTimeout(pause);
  pause = setTimeout(() => event.target.dispatchEvent(new Event("change", { bubbles: true })), 500);
});

// A step back or forward by keys, but where one writes.
document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z") return;
  if (document.activeElement?.matches("input:not([type=radio], [type=checkbox]), textarea")) return;
  const button = studio.querySelector(`button[value="${event.shiftKey ? "redo" : "undo"}"]:not(:disabled)`);
  if (!button) return;
  event.preventDefault();
  button.click();
});

// What is chosen stands beside its part at once; what changes no drawing is not sent.
studio.addEventListener("change", (event) => {
  if (event.target.matches("[data-still]")) { event.stopImmediatePropagation(); return; }
  tell(event.target.closest(".piece"));
  if (studio.matches("[data-try]")) tryOut();
}, true);

// What cannot be made is said beside its field too, which may be far from the summary.
function mark() {
  for (const old of studio.querySelectorAll("[data-marked]")) old.remove();
  for (const field of studio.querySelectorAll("[data-faulty]")) { field.removeAttribute("aria-invalid"); delete field.dataset.faulty; }
  for (const link of studio.querySelectorAll("#preview .problems a")) {
    const field = document.getElementById(link.hash.slice(1));
    if (!field || field.getAttribute("aria-invalid")) continue;
    const told = Object.assign(document.createElement("span"), { className: "field__wrong", textContent: link.textContent });
    told.dataset.marked = "";
    field.before(told);
    if (!field.matches("input")) continue;
    field.setAttribute("aria-invalid", "true");
    field.dataset.faulty = "";
  }
}
document.addEventListener("htmx:after:swap", mark);

// Strangers see the drawing and the price of their choices too; nothing of it is kept.
let asked = 0;
async function tryOut() {
  const mine = ++asked;
  const fields = new URLSearchParams(new FormData(studio));
  const page = await fetch(`${studio.getAttribute("action")}?${fields}`);
  const html = new DOMParser().parseFromString(await page.text(), "text/html");
  const preview = html.getElementById("preview");
  if (mine !== asked || !preview) return;
  document.getElementById("preview").replaceWith(preview);
  mark();
}

// Placing a print: by dragging it, or by the arrow keys; the number fields say where it lies.
const number = (part, name) => part.querySelector(`[data-place="${name}"]`);
const art = (part) => studio.querySelector(`[data-stage] .art--${part.dataset.art}`);
function move(part, across, down) {
  const scale = Number(part.dataset.scale);
  for (const [name, by, axis, from] of [["left", across, "x", part.dataset.x], ["top", down, "y", part.dataset.y]]) {
    const field = number(part, name);
    field.value = Math.round((Number(field.value) + by) * 10) / 10;
    const image = art(part);
    image?.setAttribute(axis, Number(from) + Number(field.value) * scale);
    image?.removeAttribute("transform");
  }
}
const settle = (part) => number(part, "left").dispatchEvent(new Event("change", { bubbles: true }));

studio.addEventListener("pointerdown", (event) => {
  const image = event.target.closest("[data-stage] image");
  const part = image && piece(`art-${/art--([a-z0-9-]+)/.exec(image.getAttribute("class"))[1]}`);
  if (!part || !number(part, "left")) return;
  event.preventDefault();
  const unit = image.ownerSVGElement.getScreenCTM().a * Number(part.dataset.scale);
  let [x, y, moved] = [event.clientX, event.clientY, false];
  const follow = (to) => {
    const [across, down] = [(to.clientX - x) / unit, (to.clientY - y) / unit];
    if (Math.abs(across) < 0.1 && Math.abs(down) < 0.1) return;
    move(part, across, down);
    [x, y, moved] = [to.clientX, to.clientY, true];
  };
  const drop = () => {
    removeEventListener("pointermove", follow);
    part.open = true;
    if (moved) settle(part);
  };
  addEventListener("pointermove", follow);
  addEventListener("pointerup", drop, { once: true });
});

const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
for (const button of studio.querySelectorAll("[data-nudge]")) {
  const part = button.closest(".piece");
  button.hidden = false;
  button.addEventListener("keydown", (event) => {
    if (!STEPS[event.key]) return;
    event.preventDefault();
    const far = event.shiftKey ? 10 : 1;
    move(part, STEPS[event.key][0] * far, STEPS[event.key][1] * far);
    say(`${number(part, "left").value} mm, ${number(part, "top").value} mm`);
  });
  button.addEventListener("keyup", (event) => { if (STEPS[event.key]) settle(part); });
}

// The link to a state is copied by a press.
studio.addEventListener("click", async (event) => {
  const link = event.target.closest("[data-copy]");
  if (!link || !navigator.clipboard) return;
  event.preventDefault();
  await navigator.clipboard.writeText(link.href);
  say(link.dataset.copied);
});
