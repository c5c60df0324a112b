// The race page: polls only while the stream is silent, reports a server out of reach, reads the file of a saved race.

const SILENT_MS = 3000; // milliseconds; the stream sends an event at least every two seconds
const away = document.getElementById("away");
const file = document.querySelector("#open-race [type=file]");
let heard = -SILENT_MS;

function lose(ctx) {
  if (!ctx?.sourceElement?.closest("#race .running")) return; // the stream failed: the page polls
  away.hidden = false;
  document.getElementById("status").textContent = away.textContent;
}

document.addEventListener("htmx:sse:after:message", () => { heard = performance.now(); });
document.addEventListener("htmx:before:request", (event) => {
  const asks = event.target.closest("#race") && event.detail.ctx.request.method === "GET";
  if (asks && performance.now() - heard < SILENT_MS) event.preventDefault();
});
document.addEventListener("htmx:after:request", (event) => {
  const { ctx } = event.detail;
  if (ctx.target?.id !== "race" || ctx.text.trimStart().startsWith('<section id="race"')) return;
  event.preventDefault(); // an error page or that of a proxy: do not swap it in
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
