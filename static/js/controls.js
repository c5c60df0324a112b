// Submits the controls on every change. Focuses the field of an entry, and its cell when the field is left.

let typedIn = "";

function settle() {
  const field = document.querySelector('[name="entry"]');
  const before = typedIn;
  typedIn = field?.form.elements.cell?.value ?? "";
  if (field && typedIn !== before) field.select();
  else if (!field && before) document.querySelector(`td > button[value="${before}"]`)?.focus();
}

document.addEventListener("change", ({ target }) => { if (target.form?.id === "workshop") target.form.requestSubmit(); });
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && event.target.name === "entry") document.getElementById("leave").click();
});
document.addEventListener("htmx:after:swap", settle);
settle();
