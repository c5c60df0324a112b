// Hover or focus of a computed cell highlights its inputs, by the index rule in the HTML (data-rule, data-inputs).
// The cells of a matrix are one tab stop; arrow keys move between them, and up and down to the next matrix.

const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

const table = (name) => document.querySelector(`table[data-matrix="${name}"]`);
const offset = (where) => (where.dataset.first ?? "1,1").split(",").map((first) => Number(first) - 1);
const cellOf = (button) => button.value.split(".");

function entries(where) {
  const [above, before] = offset(where);
  return [...where.tBodies[0].rows].flatMap((row, r) =>
    [...row.querySelectorAll("td")].map((td, c) => ({ td, at: [r + 1 + above, c + 1 + before] })));
}

function unlight() {
  for (const td of document.querySelectorAll("td[data-lit]")) td.removeAttribute("data-lit");
}

function light(button) {
  unlight();
  const [name, ...at] = cellOf(button);
  const { rule, inputs } = table(name).dataset;
  if (!rule) return; // X, W and b have no inputs
  const [reads, writes] = rule.split("->");
  const bound = Object.fromEntries([...writes].map((letter, axis) => [letter, Number(at[axis])]));
  reads.split(",").forEach((letters, which) => {
    for (const { td, at: place } of entries(table(inputs.split(" ")[which]))) {
      const feeds = [...letters].every((letter, axis) => !(letter in bound) || bound[letter] === place[axis]);
      if (feeds) td.setAttribute("data-lit", "");
    }
  });
}

function setTabStops() {
  for (const matrix of document.querySelectorAll("table[data-matrix]")) {
    const all = [...matrix.querySelectorAll("td > button")];
    const stop = all.find((each) => each === document.activeElement)
      ?? matrix.querySelector("td[data-chosen] > button") ?? all[0];
    for (const each of all) {
      const index = each === stop ? 0 : -1;
      if (each.tabIndex !== index) each.tabIndex = index;
    }
  }
}

function neighbour(button, [down, right]) {
  const [name, row, column] = cellOf(button);
  const next = document.querySelector(`td > button[value="${name}.${Number(row) + down}.${Number(column) + right}"]`);
  if (next || !down) return next;
  const names = [...document.querySelectorAll(".examples table")].map((each) => each.dataset.matrix);
  const there = table(names[names.indexOf(name) + down]);
  const rows = there ? [...there.querySelectorAll(`button[value$=".${column}"]`)] : [];
  return down > 0 ? rows[0] : rows.at(-1);
}

document.addEventListener("keydown", (event) => {
  const move = ARROWS[event.key];
  if (!move || !event.target.matches("td > button")) return;
  event.preventDefault();
  neighbour(event.target, move)?.focus();
}, true);

document.addEventListener("mousedown", (event) => {
  if (event.target.closest("td > button")) event.preventDefault(); // keep the focus, so that arrow keys still step
});
for (const [type, act] of [["mouseover", light], ["focusin", (button) => { light(button); setTabStops(); }], ["mouseout", unlight], ["focusout", unlight]]) {
  document.addEventListener(type, (event) => {
    const button = event.target.closest?.("td > button");
    if (button) act(button);
  });
}
document.addEventListener("htmx:after:swap", setTabStops);
setTabStops();
