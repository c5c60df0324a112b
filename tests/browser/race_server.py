"""Columnwise with races that are the worked example, served on this machine; its streams can be cut from outside."""

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import ChoiceLoader, DictLoader
from werkzeug.serving import make_server

from app import create_app
from app.speed.race import EXAMPLE_COUNTS, Progress
from app.speed.worker import line
from app.web import races as web
from tests.speed.conftest import asked, until
from tests.speed.races import worked
from tests.speed.worked_worker import after

MACROS = "macros/htmx.html"


class RaceServer:
    """The app as it is served. ``answering`` counts the answers that are not sent to their end yet."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.url = ""
        self.answering = 0
        self.cuts_streams = False
        self._lock = threading.Lock()

    def __call__(self, environ: dict[str, object], start_response: object) -> Iterable[bytes]:
        is_stream = environ["PATH_INFO"] == "/speed/stream"
        answer = self._sent(self.app(environ, start_response), is_stream)  # type: ignore[arg-type]
        next(answer)
        return answer

    def _sent(self, body: Iterable[bytes], is_stream: bool) -> Iterator[bytes]:
        """The body, closed at the end: Werkzeug forgets to close it where the visitor went away."""
        self._count(1)
        try:
            yield b""  # begun, so that the end is reached whatever happens
            for chunk in body:
                if is_stream and self.cuts_streams:
                    return
                yield chunk
        finally:
            if hasattr(body, "close"):
                body.close()
            self._count(-1)

    def _count(self, more: int) -> None:
        with self._lock:
            self.answering += more


def impatient() -> Flask:
    """The app whose pages ask four times as often how a race stands. All else is as it is."""
    app = create_app()
    loader = app.jinja_env.loader
    assert loader
    macros = loader.get_source(app.jinja_env, MACROS)[0]
    assert macros.count("every 2s") == 1
    app.jinja_env.loader = ChoiceLoader([DictLoader({MACROS: macros.replace("every 2s", "every 500ms")}), loader])
    return app


@cache
def laps() -> str:
    """What the worker of a race that is the worked example says, line by line."""
    rungs = [Progress(after(done), done, m) for done, m in enumerate(EXAMPLE_COUNTS)]
    return "\n".join(map(line, [*rungs, Progress(worked(), len(EXAMPLE_COUNTS), None)]))


@contextmanager
def served() -> Iterator[RaceServer]:
    """The app, served for a while."""
    made = RaceServer(impatient())
    server = make_server("127.0.0.1", 0, made, threaded=True)
    made.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(web, "LOOK", 0.1)
        yield made
    server.shutdown()
    thread.join()
    server.server_close()


@contextmanager
def racing(server: RaceServer, folder: Path, lease: float = 60) -> Iterator[None]:
    """Races that leave their traces in that folder. At the end every race is let go, and every answer awaited."""
    (folder / "laps").write_text(laps())
    with asked(folder, worker="tests.browser.race_worker", lease=lease) as races:
        server.app.extensions["races"] = races
        server.cuts_streams = False
        yield
        (folder / "hold").unlink(missing_ok=True)
        until(lambda: server.answering == 0)
