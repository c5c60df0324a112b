// In front of a class: a clicker's keys and single letters, a blank screen, full screen, a screen that stays awake.

const screen = document.documentElement;
const click = (id) => document.getElementById(id)?.click();

function blank() {
  screen.toggleAttribute("data-blank");
}

function fullScreen() {
  if (document.fullscreenElement) document.exitFullscreen();
  else screen.requestFullscreen?.().catch(() => {}); // not everywhere, and not in every frame
}

async function stayAwake() {
  if (document.visibilityState === "visible") await navigator.wakeLock?.request("screen").catch(() => {});
}

const KEYS = { PageDown: () => click("next"), " ": () => click("next"), PageUp: () => click("back") };
const LETTERS = {
  v: () => click("switch"),
  t: () => click("theme"),
  b: blank,
  ".": blank,
  f: fullScreen,
  "?": () => document.getElementById("keys").togglePopover?.(),
};

document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.key === "Shift") return;
  if (screen.hasAttribute("data-blank")) {
    blank(); // any key shows the step again, and does nothing else
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  const isPressed = event.key === " " && event.target.closest("button");
  if (isPressed || event.target.closest("input, textarea, select")) return;
  const letters = document.querySelector("#stage[data-letters]") && !event.repeat ? LETTERS : {};
  const act = KEYS[event.key] ?? letters[event.key.toLowerCase()];
  if (!act) return;
  event.preventDefault();
  act();
}, true);
document.addEventListener("visibilitychange", stayAwake);
stayAwake();
