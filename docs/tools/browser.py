"""The app served by a thread, and Chromium, for the tools that take pictures of pages."""

import logging
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, sync_playwright
from werkzeug.serving import make_server

from app import create_app
from app.speed.queue import RaceQueue


@contextmanager
def served(port: int = 0) -> Iterator[str]:
    """The URL of the app, without a path. Its race queue is empty, so that pages do not depend on this user's races."""
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    app = create_app()
    server = make_server("127.0.0.1", port, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with TemporaryDirectory() as folder:
        app.extensions["races"] = RaceQueue(Path(folder))
        yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@contextmanager
def chromium(*arguments: str) -> Iterator[Browser]:
    """The browser whose path is in CHROMIUM."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ["CHROMIUM"], args=["--no-sandbox", *arguments])
        yield browser
        browser.close()
