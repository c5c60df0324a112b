// The animation on a switch from loop to vectorized: the columns slide together.

function join() {
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  for (const td of document.querySelectorAll('[data-view="vectorized"] .examples td[data-state="now"]')) {
    const away = (td.parentNode.cells.length - 1 - td.cellIndex) * td.offsetWidth * 0.4;
    td.animate([{ translate: `${-away}px` }, { translate: 0 }], { duration: 700, easing: "ease-in-out" });
  }
}

document.addEventListener("click", ({ target }) => {
  const isSwitch = target.closest?.(".views a:not([aria-current])");
  if (isSwitch) document.addEventListener("htmx:after:swap", join, { once: true });
  if (target.closest?.("[data-replay]")) join();
}, true);
