"""make cards: draw static/cards/*.png, the pictures that other programs show beside a link, from the page itself."""

import base64
import os
import struct
import threading
import zlib
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from playwright.sync_api import Page, sync_playwright
from werkzeug.serving import make_server

from app import create_app
from app.presets import PRESETS
from app.views.pages.embed import CARD_SIZE

FOLDER = Path(__file__).parents[2] / "static" / "cards"
CELL = {"one-neuron": "Z1.1.2"}
"""The cell whose row and column are lit, where it is not Z1.2.2."""
LEAST = 0.8
"""How large the board is drawn at least; what has no room then is cut off at the bottom."""
LOOK = """
  body { display: block !important; margin: 0; overflow: hidden; background: #fff; }
  #card { position: fixed; inset: 0; padding: 26px 40px 0; overflow: hidden; }
  #card h1 { display: flex; justify-content: space-between; align-items: baseline; margin: 0; }
  #card h1 { font-size: 40px; line-height: 1.2; }
  #card h1 span { font: 600 31px var(--mono); }
  #card .board { position: absolute; inline-size: max-content; overflow: visible; transform-origin: 0 0; }
  #card .board { border: 0; padding: 0; }
  #card .staircase { grid-template-columns: max-content max-content max-content max-content; column-gap: 12px; }
  #card :is(.margin, .window, .extents, .tag, .drawing-note, [data-kind="answers"]) { display: none; }
  #card .band ~ .band ~ .band .name { margin-block-start: -24px; }
"""
BUILD = """([title, least]) => {
  const [name, shapes] = title.replace(" · Columnwise", "").split(": ");
  const card = document.createElement("div"), board = document.querySelector(".board");
  card.id = "card";
  card.innerHTML = "<h1></h1>";
  card.firstChild.textContent = name;
  card.firstChild.append(Object.assign(document.createElement("span"), { textContent: shapes }));
  document.body.replaceChildren(card);
  card.append(board);
  const top = card.firstChild.getBoundingClientRect().bottom + 14, stairs = board.querySelector(".staircase");
  const [width, height] = [stairs.scrollWidth, stairs.scrollHeight];
  const scale = Math.max(least, Math.min((innerWidth - 80) / width, (innerHeight - top - 18) / height));
  board.style.transform = `translate(${(innerWidth - width * scale) / 2}px, ${top}px) scale(${scale})`;
  board.style.insetBlockStart = board.style.insetInlineStart = 0;
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
    server = make_server("127.0.0.1", 0, create_app(), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ["CHROMIUM"], args=["--no-sandbox"])
        size = {"width": CARD_SIZE[0], "height": CARD_SIZE[1]}
        page = browser.new_page(viewport=size, bypass_csp=True, color_scheme="light", reduced_motion="reduce")
        for preset in PRESETS:
            cell = CELL.get(preset, "Z1.2.2")
            page.goto(f"http://127.0.0.1:{server.server_port}/?preset={preset}&view=vectorized&step=1&cell={cell}")
            draw(page, FOLDER / f"{preset}.png")
        browser.close()
    server.shutdown()


def draw(page: Page, path: Path) -> None:
    """Make the page a card, the board below its title and shapes, and take its picture."""
    page.wait_for_load_state("networkidle")
    title = page.locator('meta[property="og:title"]').get_attribute("content")
    page.add_style_tag(content=LOOK)
    page.evaluate(BUILD, [title, LEAST])
    path.write_bytes(in_few_colours(pixels(page, page.screenshot())))
    print(f"Drew {path.name}: {path.stat().st_size:,} bytes.")


def pixels(page: Page, picture: bytes) -> Pixels:
    """The picture's pixels (rows, columns, 3), as the browser reads them."""
    raw = base64.b64decode(page.evaluate(READ, base64.b64encode(picture).decode()))
    return np.frombuffer(raw, np.uint8).reshape(CARD_SIZE[1], CARD_SIZE[0], 4)[:, :, :3]


def in_few_colours(image: Pixels) -> bytes:
    """A PNG with the 256 colours that occur most; any other becomes the nearest of them."""
    colours, which, counts = np.unique(image.reshape(-1, 3), axis=0, return_inverse=True, return_counts=True)
    palette = colours[np.argsort(-counts)[:256]]
    apart = np.abs(colours[:, None].astype(int) - palette[None].astype(int)).sum(axis=2)
    rows = apart.argmin(axis=1).astype(np.uint8)[which].reshape(image.shape[:2])
    lines = np.insert(rows, 0, 0, axis=1)  # before each row the number of its filter: none
    head = struct.pack(">IIBBBBB", CARD_SIZE[0], CARD_SIZE[1], 8, 3, 0, 0, 0)
    data = zlib.compress(lines.tobytes(), 9)
    chunks = ((b"IHDR", head), (b"PLTE", palette.tobytes()), (b"IDAT", data), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )


if __name__ == "__main__":
    main()
