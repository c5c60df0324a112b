// From loop to matrix: when the program is switched, the columns that the loop computed one by one slide together.

const viewOf = () => document.getElementById("stage")?.dataset.view;
let viewBefore = viewOf();

function join() {
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  for (const td of document.querySelectorAll('.examples td[data-state="now"]')) {
    const away = (td.parentNode.cells.length - 1 - td.cellIndex) * td.offsetWidth * 0.4;
    td.animate([{ translate: `${-away}px` }, { translate: 0 }], { duration: 700, easing: "ease-in-out" });
  }
}

document.addEventListener("htmx:after:swap", () => {
  if (viewBefore === "loop" && viewOf() === "vectorized") join();
  viewBefore = viewOf();
});
document.addEventListener("click", ({ target }) => { if (target.closest?.("[data-replay]")) join(); });
