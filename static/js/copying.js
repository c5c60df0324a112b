// Copy buttons.

function offer() {
  for (const button of document.querySelectorAll("[data-copy]")) button.hidden = !navigator.clipboard;
}

document.addEventListener("click", ({ target }) => {
  const text = document.getElementById(target.dataset?.copy);
  if (text) navigator.clipboard.writeText(text.textContent).then(() => { target.textContent = "Copied"; });
});
document.addEventListener("htmx:after:swap", offer);
offer();
