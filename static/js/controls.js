// Submits the controls on every change, and closes them. Focuses the field of an entry, and its cell when the field is left.

let typedIn = "";

function settle() {
  const field = document.querySelector('[name="entry"]');
  const before = typedIn;
  typedIn = field?.form.elements.cell?.value ?? "";
  if (field && typedIn !== before) field.select();
  else if (!field && before) document.querySelector(`td > button[value="${before}"]`)?.focus();
}

document.addEventListener("change", ({ target }) => {
  const isSent = target.value === target.defaultValue; // by a press beside it
  if (target.form?.id === "workshop" && !isSent) target.form.requestSubmit();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && event.target.name === "entry") document.getElementById("leave").click();
});
document.addEventListener("htmx:after:swap", settle);
document.addEventListener("htmx:after:swap", () => { // a field that cannot be used is seen, wherever the press went
  document.querySelector("#workshop [aria-invalid]")?.closest("details").setAttribute("open", "");
});
settle();

const menu = () => document.querySelector("details.controls[open]");
function closeMenu() {
  const open = menu();
  open?.removeAttribute("open");
  return open;
}
document.addEventListener("click", ({ target }) => { if (!target.closest?.("details.controls")) closeMenu(); });
document.addEventListener("keydown", ({ key }) => { if (key === "Escape") closeMenu()?.querySelector("summary").focus(); });
