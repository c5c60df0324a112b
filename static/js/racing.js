// The race: asks how it stands only while the stream is silent, says when nobody answers, and reads a saved race.

const SILENT = 3000; // milliseconds after which the stream counts as broken: it speaks every two seconds at least
const away = document.getElementById("away");
const file = document.querySelector("#open-race [type=file]");
let heard = -SILENT;

function lose(ctx) {
  if (!ctx?.sourceElement?.closest("#race .running")) return; // the stream: the page asks by itself
  away.hidden = false;
  document.getElementById("status").textContent = away.textContent;
}

document.addEventListener("htmx:sse:after:message", () => { heard = performance.now(); });
document.addEventListener("htmx:before:request", (event) => {
  const asks = event.target.closest("#race") && event.detail.ctx.request.method === "GET";
  if (asks && performance.now() - heard < SILENT) event.preventDefault();
});
document.addEventListener("htmx:after:request", (event) => {
  const { ctx } = event.detail;
  if (ctx.target?.id !== "race" || ctx.text.trimStart().startsWith('<section id="race"')) return;
  event.preventDefault(); // something between, or an error: it is not put where the race stands
  lose(ctx);
});
document.addEventListener("htmx:error", (event) => lose(event.detail.ctx));
document.addEventListener("htmx:after:swap", () => { away.hidden = true; });

if (file) {
  file.parentElement.hidden = false;
  file.addEventListener("change", async () => {
    const area = document.getElementById("beside");
    const long = document.getElementById("too-long");
    const text = await file.files[0].text();
    long.hidden = encodeURIComponent(text).length <= Number(long.dataset.most);
    if (!long.hidden) return;
    area.value = text;
    area.form.requestSubmit();
  });
}
