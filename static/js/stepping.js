// Keys and fast presses. One request is under way at most; presses meanwhile are counted and then made in one jump.

const KEYS = { ArrowRight: "next", ArrowLeft: "back", Home: "first", End: "last" };
const BY = { next: 1, back: -1 };
const START = "htmx taking over the links"; // before that, a press would load a whole page
let underWay = "htmx" in window && !document.querySelector("[data-htmx-powered]") ? START : null;
let waiting = 0;

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

document.addEventListener("click", (event) => {
  const by = BY[event.target.closest?.(".buttons a")?.id];
  if (!underWay) return;
  if (!by) {
    waiting = 0;
    return;
  }
  waiting += by;
  event.preventDefault();
  event.stopImmediatePropagation();
}, true);

function done(what) {
  if (what !== underWay) return; // another request took its place
  underWay = null;
  if (waiting) jump();
}

document.addEventListener("htmx:after:process", () => done(START), { once: true });
document.addEventListener("htmx:before:request", ({ detail }) => { underWay = detail.ctx; });
document.addEventListener("htmx:finally:request", ({ detail }) => done(detail.ctx));
