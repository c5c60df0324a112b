"""Save HTML and pictures of 60 addresses, and compare two savings, to show that a change changed no page.

    python -m docs.tools.snapshots save FOLDER            (of this checkout)
    python -m docs.tools.snapshots compare BEFORE AFTER   (exit status 1 if anything differs)

CHROMIUM is the browser's path. Names of static files are compared without their hashes.
"""

import argparse
import base64
import difflib
import re
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from playwright.sync_api import Browser

from docs.tools.browser import chromium, served


class View(NamedTuple):
    """An address, window size and media type; ``more`` are options of the browser context."""

    size: tuple[int, int]
    path: str
    media: str = "screen"
    more: dict[str, Any] = {}  # noqa: RUF012  # never changed


DARK = {"color_scheme": "dark"}
NO_SCRIPT = {"java_script_enabled": False}
FORCED = {"forced_colors": "active"}
WIDE, CLASS, TABLET, PHONE, ZOOMED = (1440, 900), (1280, 720), (1024, 768), (390, 844), (640, 512)
OWN = "layers=5-3-3-1&act=relu-tanh-softmax&m=9&seed=3"
DEEP = "layers=8-8-8-8-8&m=64&seed=3"
VIEWS = (
    View(WIDE, "/"),
    View(CLASS, "/?step=5"),
    View(CLASS, "/?step=20&cell=A1.2.3"),
    View(CLASS, "/?view=vectorized&step=4"),
    View(WIDE, "/?view=vectorized&step=1&cell=Z1.3.2"),
    View(WIDE, "/?view=vectorized&step=3&cell=Z2.1.4&reading=combination"),
    View(WIDE, "/?view=vectorized&step=3&cell=Z2.1.4&reading=cell", more=DARK),
    View(WIDE, "/?step=7&theme=dark"),
    View(CLASS, "/?cell=X.2.3"),
    View(CLASS, "/?cell=W1.2.1"),
    View(WIDE, "/?W1=1,2,3;;,-0.5,;&step=3&cell=Z1.1.1"),
    View(CLASS, "/?preset=iris&view=vectorized&step=4"),
    View(WIDE, "/?preset=iris&step=399"),
    View(WIDE, "/?preset=digits&view=vectorized&step=3&cell=Z2.3.5"),
    View(CLASS, "/?preset=digits&step=11&rows=17"),
    View(WIDE, "/?preset=xor&step=3"),
    View(WIDE, "/?preset=house&view=vectorized&step=2"),
    View(CLASS, "/?preset=one-neuron&step=2"),
    View(WIDE, f"/?{OWN}&step=7"),
    View(TABLET, f"/?{DEEP}&step=16"),
    View(TABLET, f"/?{DEEP}&view=vectorized&step=7", more=DARK),
    View(PHONE, "/"),
    View(PHONE, "/?step=5"),
    View(PHONE, "/?view=vectorized&step=4"),
    View(PHONE, "/?preset=iris&step=12", more=DARK),
    View(ZOOMED, "/?step=6"),
    View(ZOOMED, "/?preset=digits&step=6"),
    View((320, 640), "/?step=2"),
    View(TABLET, "/?step=5", more=NO_SCRIPT),
    View(PHONE, "/?view=vectorized&step=2", more=NO_SCRIPT),
    View(WIDE, "/?step=5", more=FORCED),
    View(WIDE, "/?step=5", media="print"),
    View(CLASS, "/?letters=0&step=4"),
    View(TABLET, "/?present=1&step=5"),
    View(CLASS, "/?present=1"),
    View(CLASS, "/?present=1&view=vectorized&step=3"),
    View(CLASS, "/?present=1&preset=digits&step=3", more=DARK),
    View(TABLET, f"/?present=1&{DEEP}&view=vectorized&step=5"),
    View(CLASS, "/?step=99"),
    View(CLASS, "/?preset=none&view=3"),
    View(CLASS, "/?W2=1,2;3,4"),
    View(CLASS, "/change?units1=0&step=2"),
    View(CLASS, "/nowhere"),
    View(CLASS, "/about"),
    View(PHONE, "/about", more=DARK),
    View(CLASS, "/matrix?matrix=X"),
    View(CLASS, "/matrix?preset=digits&matrix=W1"),
    View(CLASS, "/share?preset=iris&step=41"),
    View(PHONE, "/share"),
    View((800, 500), "/embed?step=7&cell=Z1.1.2"),
    View((600, 400), "/embed?step=99"),
    View((800, 1100), "/worksheet", media="print"),
    View((800, 1100), "/worksheet?preset=iris&step=331&blank=layer&key=1", media="print"),
    View(CLASS, "/worksheet?preset=digits"),
    View((800, 1100), "/handout?preset=iris&view=vectorized", media="print"),
    View(CLASS, "/handout"),
    View(CLASS, "/speed"),
    View(PHONE, "/speed?preset=iris&step=3&network=digits&threads=all&guess=40"),
    View(CLASS, "/export.py?step=5"),
    View(CLASS, "/export.ipynb?preset=xor"),
)
DIFFERING = """async ([before, after]) => {
  const pixels = async text => {
    const image = new Image();
    image.src = `data:image/png;base64,${text}`;
    await image.decode();
    const brush = Object.assign(document.createElement("canvas"), { width: image.width, height: image.height })
      .getContext("2d");
    brush.drawImage(image, 0, 0);
    return brush.getImageData(0, 0, image.width, image.height);
  };
  const [a, b] = [await pixels(before), await pixels(after)];
  if (a.width !== b.width || a.height !== b.height) return `${a.width}x${a.height} has become ${b.width}x${b.height}`;
  let count = 0, most = 0, [left, top, right, bottom] = [a.width, a.height, 0, 0];
  for (let at = 0; at < a.data.length; at += 4) {
    const by = Math.max(...[0, 1, 2].map(i => Math.abs(a.data[at + i] - b.data[at + i])));
    if (by <= 8) continue;  // edges are smoothed a little differently from run to run
    most = Math.max(most, by);
    const x = at / 4 % a.width, y = Math.floor(at / 4 / a.width);
    count++;
    [left, top, right, bottom] = [Math.min(left, x), Math.min(top, y), Math.max(right, x), Math.max(bottom, y)];
  }
  return count ? `${count} pixels, by ${most} of 255 at most, from (${left}, ${top}) to (${right}, ${bottom})` : "";
}"""


def main() -> int:
    """Save or compare; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m docs.tools.snapshots", description=__doc__.split("\n\n")[0])
    commands = parser.add_subparsers(dest="command", required=True)
    saving = commands.add_parser("save")
    saving.add_argument("folder", type=Path)
    comparing = commands.add_parser("compare")
    comparing.add_argument("before", type=Path)
    comparing.add_argument("after", type=Path)
    asked = parser.parse_args()
    with chromium("--disable-gpu", "--font-render-hinting=none") as browser:
        if asked.command == "compare":
            differences = list(compare(browser, asked.before, asked.after))
            print(*differences, f"{len(differences)} of {2 * len(VIEWS)} differ.", sep="\n")
            return 1 if differences else 0
        asked.folder.mkdir(parents=True, exist_ok=True)
        with served(8765) as base:  # a fixed port, because pages and QR codes contain it
            for number, view in enumerate(VIEWS, 1):
                save(browser, base, view, asked.folder / f"{number:02}")
    print(f"Saved {len(VIEWS)} addresses in {asked.folder}.")
    return 0


def save(browser: Browser, base: str, view: View, name: Path) -> None:
    """Write the HTML as NAME.html and the picture as NAME.png."""
    name.with_suffix(".html").write_text(html(base, view.path))
    if view.path.startswith("/export"):
        return  # a download
    width, height = view.size
    size = {"width": width, "height": height}
    options: dict[str, Any] = {"viewport": size, "reduced_motion": "reduce", **view.more}
    with browser.new_context(**options) as context:
        page = context.new_page()
        page.goto(base + view.path, wait_until="networkidle")
        page.emulate_media(media=view.media)
        page.evaluate("document.fonts.ready.then(() => {})")
        page.screenshot(path=name.with_suffix(".png"), full_page=True, animations="disabled", caret="hide")


def html(base: str, path: str) -> str:
    """Status and text of the answer, without the hashes in names of static files."""
    try:
        with urllib.request.urlopen(base + path) as answer:
            status, body = answer.status, answer.read()
    except urllib.error.HTTPError as error:
        status, body = error.code, error.read()
    return re.sub(r"(/static/[\w.-]+?)\.[0-9a-f]{12}(\.\w+)", r"\1\2", f"{status}\n{body.decode()}")


def compare(browser: Browser, before: Path, after: Path) -> Iterator[str]:
    """One paragraph for each file that differs."""
    page = browser.new_page()
    for number, view in enumerate(VIEWS, 1):
        title = f"{number:02} {view.size[0]}x{view.size[1]} {view.media} {view.path} {view.more or ''}".rstrip()
        was, now = (folder / f"{number:02}.html" for folder in (before, after))
        lines = [*difflib.unified_diff(was.read_text().splitlines(), now.read_text().splitlines(), lineterm="", n=0)]
        if lines:
            yield "\n".join([f"{title}: HTML, {len(lines)} lines", *(line[:240] for line in lines[2:12])])
        pictures = [folder / f"{number:02}.png" for folder in (before, after)]
        if pictures[0].exists():
            texts = [_base64(picture) for picture in pictures]
            if texts[0] != texts[1] and (what := page.evaluate(DIFFERING, texts)):
                yield f"{title}: picture, {what}"


def _base64(picture: Path) -> str:
    return base64.b64encode(picture.read_bytes()).decode()


if __name__ == "__main__":
    sys.exit(main())
