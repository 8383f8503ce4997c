// Moving an idea by its handle sends the form that the buttons send; what cannot be saved goes back and says so.

const said = document.getElementById("lanes-said");
let lanes = document.getElementById("lanes");
let held = null;

const ready = () => {
  for (const grip of lanes.querySelectorAll("[data-grip]")) grip.hidden = false;
};

const tell = (sentence, step) => {
  const title = step.querySelector(".step__title").textContent.trim();
  said.textContent = lanes.dataset[sentence].replace("{title}", title);
};

// The row that the pointer is over gives way; an empty lane, or the room below its last row, takes it at the end.
const follow = (x, y) => {
  const under = document.elementFromPoint(x, y);
  const list = under?.closest(".lane")?.querySelector("[data-lane]");
  if (!list) return;
  const rows = [...list.children].filter((row) => row !== held.step);
  const next = rows.find((row) => {
    const box = row.getBoundingClientRect();
    return y < box.top + box.height / 2;
  });
  if (next ? next.previousElementSibling !== held.step : list.lastElementChild !== held.step) {
    list.insertBefore(held.step, next ?? null);
  }
};

const back = ({ step, list, next }) => {
  list.insertBefore(step, next);
};

const save = async (move) => {
  const { step } = move;
  const form = step.querySelector("form");
  const sent = new FormData(form);
  sent.set("horizon", step.parentElement.dataset.lane);
  sent.set("before", step.nextElementSibling?.dataset.idea ?? "0");
  step.classList.add("step--waits");
  try {
    const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(sent) });
    const fresh = answer.ok && new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("lanes");
    if (!fresh) throw new Error("not saved");
    tell("saved", step);
    lanes.replaceWith(fresh);
    lanes = fresh;
    ready();
  } catch {
    step.classList.remove("step--waits");
    back(move);
    tell("failed", step);
  }
};

document.addEventListener("pointerdown", (event) => {
  const grip = event.button === 0 && event.target.closest("[data-grip]");
  if (!grip || held) return;
  event.preventDefault();
  const step = grip.closest(".step");
  held = { step, list: step.parentElement, next: step.nextElementSibling, pointer: event.pointerId };
  step.classList.add("step--held");
});

document.addEventListener("pointermove", (event) => {
  if (held?.pointer === event.pointerId) follow(event.clientX, event.clientY);
});

const drop = (event, keep) => {
  if (held?.pointer !== event.pointerId) return;
  const move = held;
  held = null;
  move.step.classList.remove("step--held");
  if (!keep) back(move);
  else if (move.step.parentElement !== move.list || move.step.nextElementSibling !== move.next) save(move);
};

document.addEventListener("pointerup", (event) => drop(event, true));
document.addEventListener("pointercancel", (event) => drop(event, false));
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && held) drop({ pointerId: held.pointer }, false);
});

if (lanes) ready();
