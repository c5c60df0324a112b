// Scrolls a board that is wider than the window to the column that a step writes, in the matrix form to the chosen cell.

const EDGE = 1; // pixels: the border of the board
const WRITTEN = '[data-view="loop"] .examples td[data-state="now"], [data-view="vectorized"] .examples td[data-chosen]';
let shown = "";

function scrollToWritten() {
  const cell = document.querySelector(WRITTEN);
  const board = cell?.closest(".board");
  const { view, step } = document.getElementById("stage")?.dataset ?? {};
  const now = [view, step, cell?.cellIndex, board?.scrollWidth, board?.clientWidth].join();
  if (!board || now === shown) return; // what a reader scrolls to stays while the step does
  shown = now;
  const { left, right } = cell.getBoundingClientRect();
  const edges = board.getBoundingClientRect();
  const beyond = right + EDGE - edges.right;
  if (beyond > 0 || left - EDGE < edges.left) board.scrollLeft += beyond;
}

document.addEventListener("htmx:after:swap", scrollToWritten);
addEventListener("resize", scrollToWritten);
scrollToWritten();
