// Keys and fast presses. At most one request runs; presses during it are counted and then applied in one jump.
// What is typed comes first: a press beside it waits until the change is made, and is dropped if it cannot be made.

const KEYS = { ArrowRight: "next", ArrowLeft: "back", Home: "first", End: "last" };
const BY = { next: 1, back: -1 };
const START = "htmx taking over the links"; // until then, a press would load a whole page
let current = "htmx" in window && !document.querySelector("[data-htmx-powered]") ? START : null;
let waiting = 0;
let held = null; // what was pressed beside a change

const stage = () => document.getElementById("stage");
const link = (id) => document.getElementById(id);

function press(id) {
  const there = link(id);
  if (there?.href) there.click();
}

function jump() {
  const { step, steps, jump: address } = stage().dataset;
  const to = Math.min(Math.max(Number(step) + waiting, 0), Number(steps));
  const by = to - Number(step);
  waiting = 0;
  if (by === 1) press("next");
  else if (by === -1) press("back");
  else if (by) {
    const there = new URL(address, location.href);
    there.searchParams.set("step", to);
    htmx.ajax("GET", there.pathname + there.search, { source: link("next") });
  }
}

document.addEventListener("keydown", (event) => {
  const id = KEYS[event.key];
  const busy = event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.defaultPrevented;
  if (!id || busy || !link(id) || event.target.closest("input, textarea, select, [contenteditable], pre, .scroller")) return;
  event.preventDefault();
  press(id);
});

function submitsTyped(pressed) { // pressing a cell leaves the focus, and what is typed, in its field
  const fields = [...document.querySelectorAll('#workshop input:not([type="hidden"]), [name="entry"]')];
  const typed = fields.find((field) => field.value !== field.defaultValue);
  if (!typed || pressed.form === typed.form || pressed.id === "leave") return false;
  typed.form.requestSubmit();
  return true;
}

document.addEventListener("click", (event) => {
  const pressed = !event.ctrlKey && !event.metaKey && event.target.closest?.("#stage :is(a[href], button:not([type]))");
  const by = BY[event.target.closest?.(".buttons a")?.id];
  const isChanging = !by && current?.request?.action.startsWith("/change?") && pressed?.form?.id !== "workshop";
  if (pressed && (isChanging || submitsTyped(pressed))) {
    if (by) waiting += by;
    else held = pressed;
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  if (!current) return;
  if (!by) {
    waiting = 0;
    return;
  }
  waiting += by;
  event.preventDefault();
  event.stopImmediatePropagation();
}, true);

function done(what) {
  if (what !== current) return; // another request replaced it
  current = null;
  const pressed = held;
  held = null;
  if (document.querySelector("#stage [aria-invalid]")) waiting = 0; // its field says why
  else if (pressed?.isConnected) pressed.click();
  else if (waiting) jump();
}

document.addEventListener("htmx:after:swap", () => { // the last step has no Next: the focus goes to what stands there
  const { activeElement } = document;
  if (activeElement.closest(".buttons") && !activeElement.checkVisibility()) link("onward")?.focus();
});
document.addEventListener("htmx:after:process", () => done(START), { once: true });
document.addEventListener("htmx:before:request", ({ detail }) => { current = detail.ctx; });
document.addEventListener("htmx:finally:request", ({ detail }) => done(detail.ctx));
