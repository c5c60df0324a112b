// Copies the sentence of a step to the live region, reports a step that fails, and removes what was said of a paste.

const notice = document.getElementById("notice");
const ofStage = (ctx) => ctx?.target?.id === "stage";

function fail(address, reachable) {
  if (reachable || !notice) {
    location.assign(address); // show the error page of the server
    return;
  }
  document.getElementById("retry").href = address;
  notice.hidden = false;
  document.getElementById("status").textContent = notice.textContent;
}

document.addEventListener("htmx:after:swap", () => {
  for (const said of document.querySelectorAll("#notice, #done")) said.hidden = true;
  const status = document.getElementById("status");
  const sentence = document.getElementById("sentence");
  const said = sentence?.textContent.trim();
  if (status && said && status.textContent !== said) status.textContent = said;
});
document.addEventListener("htmx:after:request", (event) => {
  const { ctx } = event.detail;
  if (!ofStage(ctx) || ctx.text.includes('id="stage"')) return; // a step, or a form with an error message
  event.preventDefault();
  fail(ctx.request.action, true);
});
document.addEventListener("htmx:error", ({ detail: { ctx } }) => { if (ofStage(ctx)) fail(ctx.request.action, false); });
