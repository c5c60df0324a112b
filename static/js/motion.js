// Motion says what happened. A step: the head of the column, the row of W, the cells that are written. A switch to the
// matrix form: the other columns fill.

const STEP = 280; // milliseconds in all
let before = "";

const isCalm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
const all = (selector) => [...document.querySelectorAll(selector)];

function appear(elements, delay, duration) {
  for (const each of elements) each.animate([{ opacity: 0.15 }, { opacity: 1 }], { delay, duration, fill: "backwards" });
}

function fill() {
  const column = document.querySelector("#stage [data-current]")?.dataset.current;
  for (const td of all('[data-view="vectorized"] .examples td[data-state="now"]')) {
    if (String(td.cellIndex) === column) continue;
    td.animate([{ clipPath: "inset(0 0 100% 0)" }, { clipPath: "inset(0)" }], { duration: STEP, easing: "ease-out" });
  }
}

function step() {
  const { view, step: number } = document.getElementById("stage")?.dataset ?? {};
  const [viewBefore, numberBefore] = before.split(" ");
  before = `${view} ${number}`;
  if (isCalm() || numberBefore === undefined) return;
  if (view !== viewBefore) {
    if (view === "vectorized") fill();
  } else if (Number(number) === Number(numberBefore) + 1) {
    appear(all(".heads th[data-lit]"), 0, STEP / 3);
    appear(all(".weights td[data-feeds]"), STEP / 3, STEP / 3);
    appear(all('.examples td[data-state="now"]'), 2 * STEP / 3, STEP / 3);
  }
}

document.addEventListener("click", ({ target }) => { if (target.closest?.("[data-replay]") && !isCalm()) fill(); });
document.addEventListener("htmx:before:history:restore", () => { before = ""; }); // the browser's Back and Forward
document.addEventListener("htmx:after:swap", step);
step();
