// Prefetches the next and the previous step, so that a step paints at once.

const MAX_PARTS = 8;
const parts = new Map();

async function fetchPart(address) {
  const headers = { "HX-Request": "true", "HX-Request-Type": "partial", Accept: "text/html" };
  const response = await fetch(address, { headers, credentials: "same-origin" });
  if (!response.ok) throw new Error(`${response.status}`);
  return { text: await response.text(), headers: response.headers };
}

function keep(address, part) {
  parts.delete(address);
  parts.set(address, part);
  if (parts.size > MAX_PARTS) parts.delete(parts.keys().next().value);
}

function prefetch() {
  for (const id of ["next", "back"]) {
    const there = document.getElementById(id);
    if (!there?.href) continue;
    const address = new URL(there.href).pathname + new URL(there.href).search;
    if (parts.has(address)) continue;
    const part = fetchPart(address);
    part.catch(() => parts.delete(address));
    keep(address, part);
  }
}

document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
  const part = ctx.request.headers["HX-Request-Type"] === "partial" && parts.get(ctx.request.action);
  if (!part) return;
  const network = ctx.fetch;
  ctx.fetch = (address, request) => new Promise((resolve, reject) => {
    request.signal.addEventListener("abort", () => reject(request.signal.reason)); // another request replaced it, or it timed out
    part.then(({ text, headers }) => resolve(new Response(text, { headers })), () => resolve(network(address, request)));
  });
});

document.addEventListener("htmx:after:swap", () => requestAnimationFrame(() => setTimeout(prefetch))); // paint first
prefetch();
