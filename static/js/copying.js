// Copy buttons, and the limit of the pasted text.

function offer() {
  for (const button of document.querySelectorAll("[data-copy]")) button.hidden = !navigator.clipboard;
}

document.addEventListener("input", ({ target }) => {
  if (target.name !== "text") return;
  // the padding that NumPy prints would make the address too long
  if (/ {3}/.test(target.value)) target.value = target.value.replace(/ {3,}/g, " ");
  const length = new URLSearchParams(new FormData(target.form)).toString().length;
  target.setCustomValidity(length > target.dataset.most ? target.title : "");
});
document.addEventListener("click", ({ target }) => {
  const text = document.getElementById(target.dataset?.copy);
  if (text) navigator.clipboard.writeText(text.textContent).then(() => { target.textContent = "Copied"; });
});
document.addEventListener("htmx:after:swap", offer);
offer();
