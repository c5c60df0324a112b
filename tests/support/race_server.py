"""Columnwise with races that are the worked example, served on this machine; its streams can be cut by a test."""

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


def frequently_polling() -> Flask:
    """The app, unchanged but that its pages poll four times as often."""
    app = create_app()
    loader = app.jinja_env.loader
    assert loader
    macros = loader.get_source(app.jinja_env, MACROS)[0]
    assert macros.count("every 2s") == 1
    app.jinja_env.loader = ChoiceLoader([DictLoader({MACROS: macros.replace("every 2s", "every 500ms")}), loader])
    return app


@contextmanager
def served() -> Iterator[RaceServer]:
    """The app, served for a while."""
    made = RaceServer(frequently_polling())
    with pytest.MonkeyPatch.context() as patch, serving(made) as made.url:
        patch.setattr(web, "POLL_SECONDS", 0.1)
        yield made


@contextmanager
def racing(server: RaceServer, folder: Path, lease: float = 60) -> Iterator[None]:
    """Fake races in that folder. At the end no race is held any more, and every answer has ended."""
    server.app.extensions["races"] = fake_races(folder)
    server.cuts_streams = False
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("app.speed.folder.LEASE_SECONDS", lease)
        yield
        (folder / "hold").unlink(missing_ok=True)
        until(lambda: server.answering == 0)
