// Present mode: keys of a clicker, letter keys, blank screen, full screen, wake lock.

const root = document.documentElement;
const click = (id) => document.getElementById(id)?.click();

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
function inTurn(id) { // a second press follows the link that the first one loads
  const pressed = () => new Promise((done) => {
    document.addEventListener("htmx:finally:request", () => setTimeout(done), { once: true });
    click(id);
  });
  before = before.then(pressed);
}

const KEYS = { PageDown: () => click("next"), " ": () => click("next"), PageUp: () => click("back") };
const LETTERS = {
  v: () => inTurn("switch"),
  t: () => inTurn("theme"),
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
