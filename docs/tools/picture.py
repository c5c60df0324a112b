"""make picture: draw docs/picture.png, the README's picture, from the page itself."""

import os
import threading
from pathlib import Path

from playwright.sync_api import sync_playwright
from werkzeug.serving import make_server

from app import create_app

PICTURE = Path(__file__).parents[1] / "picture.png"
ADDRESS = "/?view=vectorized&step=1&cell=Z1.3.2"


def main() -> None:
    """Open the step that says most and take a picture of it."""
    server = make_server("127.0.0.1", 0, create_app(), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ["CHROMIUM"], args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(f"http://127.0.0.1:{server.server_port}{ADDRESS}")
        page.wait_for_load_state("networkidle")
        page.screenshot(path=PICTURE)
        browser.close()
    server.shutdown()
    print(f"Drew {PICTURE.relative_to(PICTURE.parents[1])}.")


if __name__ == "__main__":
    main()
