// Keeps what a step computes in view: the cells that it writes, their row of W and their column, between the top of the
// window and the bar.

const COMPUTED = '.examples td[data-state="now"], .band[data-open="step"] td:is([data-feeds], [data-chosen])';
const MARGIN = 4; // pixels
let shown = "";

function boxOf(cells) {
  const boxes = [...cells].map((cell) => cell.getBoundingClientRect()).filter(({ height }) => height);
  return { top: Math.min(...boxes.map(({ top }) => top)), bottom: Math.max(...boxes.map(({ bottom }) => bottom)) };
}

function bringIntoView() {
  const bar = document.querySelector(".stepper");
  const isSticky = bar && getComputedStyle(bar).position === "sticky";
  const end = isSticky ? bar.getBoundingClientRect().top : innerHeight;
  const { top, bottom } = boxOf(document.querySelectorAll(COMPUTED));
  if (!Number.isFinite(top)) return;
  const heads = document.querySelector(".heads")?.getBoundingClientRect().top ?? top;
  const first = isSticky ? heads : bar?.getBoundingClientRect().top ?? heads;
  const start = bottom - first <= end - 2 * MARGIN ? first : top; // with the heads or the buttons, if they fit too
  if (start >= MARGIN - 1 && bottom <= end - MARGIN + 1) return;
  const by = start < MARGIN || bottom - end > start ? start - MARGIN : bottom - end + MARGIN;
  scrollBy({ top: by, behavior: "instant" });
}

function keepInView() {
  const { view, step } = document.getElementById("stage")?.dataset ?? {};
  const chosen = document.querySelector("td[data-chosen] > button")?.value;
  const now = [view, step, chosen, innerWidth, innerHeight].join();
  if (now === shown || step === "0") return; // what a reader scrolls to stays while the step does
  shown = now;
  bringIntoView();
}

document.addEventListener("htmx:after:swap", keepInView);
addEventListener("resize", keepInView);
keepInView();
