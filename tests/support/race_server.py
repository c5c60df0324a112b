"""The app with fake races, served by a thread; a test can cut its streams."""

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import ChoiceLoader, DictLoader

from app import create_app
from app.web import races as web
from tests.support.fake_races import fake_races, until
from tests.support.wsgi import serving

MACROS = "base/htmx.html"


class RaceServer:
    """A WSGI wrapper of the app. ``answering`` counts the responses that are not finished."""

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
        """The body, closed at the end: Werkzeug does not close it if the client disconnects."""
        self._count(1)
        try:
            yield b""  # start the generator, so that its finally clause runs
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


def frequently_polling() -> Flask:
    """The app, whose pages poll every 500 ms instead of 2 s."""
    app = create_app()
    loader = app.jinja_env.loader
    assert loader
    macros = loader.get_source(app.jinja_env, MACROS)[0]
    assert macros.count("every 2s") == 1
    app.jinja_env.loader = ChoiceLoader([DictLoader({MACROS: macros.replace("every 2s", "every 500ms")}), loader])
    return app


@contextmanager
def served() -> Iterator[RaceServer]:
    """The app, served until the block ends."""
    made = RaceServer(frequently_polling())
    with pytest.MonkeyPatch.context() as patch, serving(made) as made.url:
        patch.setattr(web, "POLL_SECONDS", 0.1)
        yield made


@contextmanager
def racing(server: RaceServer, folder: Path, lease: float = 60) -> Iterator[None]:
    """Use fake races in that folder. At the end of the block the held race continues and every response has ended."""
    server.app.extensions["races"] = fake_races(folder)
    server.cuts_streams = False
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("app.speed.folder.LEASE_SECONDS", lease)
        yield
        (folder / "hold").unlink(missing_ok=True)
        until(lambda: server.answering == 0)
