// What is changed in the controls is asked for at once. A cell that is typed in gets the focus, and gives it back.

let typedIn = "";

function settle() {
  for (const button of document.querySelectorAll("[data-copy]")) button.hidden = !navigator.clipboard;
  const field = document.querySelector('[name="entry"]');
  const before = typedIn;
  typedIn = field?.form.elements.cell?.value ?? "";
  if (field && typedIn !== before) field.select();
  else if (!field && before) document.querySelector(`td > button[value="${before}"]`)?.focus();
}

document.addEventListener("change", ({ target }) => {
  if (target.form?.id === "workshop") target.form.requestSubmit();
});
document.addEventListener("input", ({ target }) => {
  if (target.name !== "text") return;
  // how NumPy aligns its columns would not fit into an address
  if (/ {3}/.test(target.value)) target.value = target.value.replace(/ {3,}/g, " ");
  const length = new URLSearchParams(new FormData(target.form)).toString().length;
  target.setCustomValidity(length > target.dataset.most ? target.title : "");
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && event.target.name === "entry") document.getElementById("leave").click();
});
document.addEventListener("click", ({ target }) => {
  const text = document.getElementById(target.dataset?.copy);
  if (text) navigator.clipboard.writeText(text.textContent).then(() => { target.textContent = "Copied"; });
});
document.addEventListener("htmx:after:swap", settle);
settle();
