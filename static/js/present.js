// Present mode: keys of a clicker, letter keys, blank screen, full screen, wake lock.

const root = document.documentElement;
const click = (selector) => document.querySelector(selector)?.click();

function blank() {
  root.toggleAttribute("data-blank");
}

function fullScreen() {
  if (document.fullscreenElement) document.exitFullscreen();
  else root.requestFullscreen?.().catch(() => {}); // not supported everywhere, and refused in some frames
}

async function stayAwake() {
  if (document.visibilityState === "visible") await navigator.wakeLock?.request("screen").catch(() => {});
}

let before = Promise.resolve();
function inTurn(selector) { // a second press follows the link that the first one loads
  const pressed = () => new Promise((done) => {
    document.addEventListener("htmx:finally:request", () => setTimeout(done), { once: true });
    click(selector);
  });
  before = before.then(pressed);
}

const KEYS = { PageDown: () => click("#next"), " ": () => click("#next"), PageUp: () => click("#back") };
const LETTERS = {
  v: () => inTurn(".views a:not([aria-current])"),
  t: () => inTurn("#theme"),
  b: blank,
  ".": blank,
  f: fullScreen,
  "?": () => document.getElementById("keys").togglePopover?.(),
};

document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.key === "Shift") return;
  if (root.hasAttribute("data-blank")) {
    if (/^(F\d+|Tab)$/.test(event.key)) return; // keys of the browser
    if (!event.repeat) blank(); // any key only shows the step again
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  const isPressed = event.key === " " && event.target.closest("button:focus-visible");
  if (isPressed || event.target.closest("input, textarea, select")) return;
  const letters = document.querySelector("#stage[data-letters]") && !event.repeat ? LETTERS : {};
  const act = KEYS[event.key] ?? letters[event.key.toLowerCase()];
  if (!act) return;
  event.preventDefault();
  act();
}, true);
document.addEventListener("pointerdown", () => root.removeAttribute("data-blank"));
document.addEventListener("htmx:after:swap", () => document.querySelector(":popover-open")?.hidePopover());
document.addEventListener("visibilitychange", stayAwake);
stayAwake();

// What was computed slides up and becomes the next input.
let left = null; // the place of A before the step
const placeOf = (kind) => {
  const table = document.querySelector(`[data-present] .band[data-kind="${kind}"] table`);
  return table && { table, name: table.dataset.matrix, box: table.tBodies[0].getBoundingClientRect() };
};

function slide() {
  const now = placeOf("X");
  if (!now || now.name !== left?.name || matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  const from = `${left.box.left - now.box.left}px ${left.box.top - now.box.top}px`;
  const above = { zIndex: 4 };
  now.table.parentElement.animate([{ translate: from, ...above }, { translate: "0 0", ...above }], { duration: 280, easing: "ease-out" });
}
document.addEventListener("htmx:before:swap", () => { left = placeOf("A"); });
document.addEventListener("htmx:after:swap", slide);
