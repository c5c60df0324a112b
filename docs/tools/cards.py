"""make cards: draw static/cards/*.png, the preview images of links (og:image), from the page itself."""

import base64
import struct
import zlib
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from playwright.sync_api import Page

from app.presets import PRESETS
from app.views.pages.embed import CARD_SIZE
from docs.tools.browser import chromium, served

FOLDER = Path(__file__).parents[2] / "static" / "cards"
CELL = {"one-neuron": "Z1.1.2"}
"""The chosen cell, where it is not Z1.2.2."""
LOOK = """
  :root { --room: 530px; --column: 84px; }
  body { display: block !important; margin: 0; overflow: hidden; background: #fff; }
  #card { position: fixed; inset: 0; padding: 20px 40px 0; overflow: hidden; }
  #card h1 { display: flex; justify-content: space-between; align-items: baseline; margin: 0; }
  #card h1 { font-size: 40px; line-height: 1.2; }
  #card h1 span { font: 600 31px var(--mono); }
  #card .board { inline-size: 1108px; }
  #card :is(.above, .opens, .extents, .heat-legend, .drawing-note, [data-kind="answers"]) { display: none; }
"""
BUILD = """title => {
  const [name, shapes] = title.replace(" · Columnwise", "").split(": ");
  const card = document.createElement("div"), board = document.querySelector(".board");
  card.id = "card";
  card.innerHTML = "<h1></h1>";
  card.firstChild.textContent = name;
  card.firstChild.append(Object.assign(document.createElement("span"), { textContent: shapes }));
  document.body.replaceChildren(card);
  card.append(board);
}"""
READ = """async picture => {
  const image = new Image(), canvas = document.createElement("canvas");
  image.src = `data:image/png;base64,${picture}`;
  await image.decode();
  [canvas.width, canvas.height] = [image.width, image.height];
  const brush = canvas.getContext("2d");
  brush.drawImage(image, 0, 0);
  const { data } = brush.getImageData(0, 0, image.width, image.height);
  let text = "";
  for (let at = 0; at < data.length; at += 8190) text += btoa(String.fromCharCode(...data.subarray(at, at + 8190)));
  return text;
}"""
Pixels: TypeAlias = npt.NDArray[np.uint8]


def main() -> None:
    """Draw a card for every preset."""
    with served() as base, chromium() as browser:
        size = {"width": CARD_SIZE[0], "height": CARD_SIZE[1]}
        page = browser.new_page(viewport=size, bypass_csp=True, color_scheme="light", reduced_motion="reduce")
        for preset in PRESETS:
            cell = CELL.get(preset, "Z1.2.2")
            page.goto(f"{base}/?preset={preset}&view=vectorized&step=1&cell={cell}")
            draw(page, FOLDER / f"{preset}.png")


def draw(page: Page, path: Path) -> None:
    """Reduce the page to title, shapes and board, and save its picture."""
    page.wait_for_load_state("networkidle")
    title = page.locator('meta[property="og:title"]').get_attribute("content")
    page.add_style_tag(content=LOOK)
    page.evaluate(BUILD, title)
    path.write_bytes(in_few_colours(pixels(page, page.screenshot())))
    print(f"Drew {path.name}: {path.stat().st_size:,} bytes.")


def pixels(page: Page, picture: bytes) -> Pixels:
    """The pixels of the PNG, (rows, columns, 3), decoded by the browser."""
    raw = base64.b64decode(page.evaluate(READ, base64.b64encode(picture).decode()))
    return np.frombuffer(raw, np.uint8).reshape(CARD_SIZE[1], CARD_SIZE[0], 4)[:, :, :3]


def in_few_colours(image: Pixels) -> bytes:
    """A PNG with the 256 most frequent colours; others become the nearest of them."""
    colours, which, counts = np.unique(image.reshape(-1, 3), axis=0, return_inverse=True, return_counts=True)
    palette = colours[np.argsort(-counts)[:256]]
    apart = np.abs(colours[:, None].astype(int) - palette[None].astype(int)).sum(axis=2)
    rows = apart.argmin(axis=1).astype(np.uint8)[which].reshape(image.shape[:2])
    lines = np.insert(rows, 0, 0, axis=1)  # each row begins with its filter type, 0
    head = struct.pack(">IIBBBBB", CARD_SIZE[0], CARD_SIZE[1], 8, 3, 0, 0, 0)
    data = zlib.compress(lines.tobytes(), 9)
    chunks = ((b"IHDR", head), (b"PLTE", palette.tobytes()), (b"IDAT", data), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )


if __name__ == "__main__":
    main()
