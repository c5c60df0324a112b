"""What gunicorn is told: a worker that stops says so to the app, so that streams end and readyz refuses."""

import platform
from types import SimpleNamespace

import pytest
from gunicorn.util import parse_address

from app import create_app, server
from app.web.races import STREAMS


def test_a_worker_that_stops_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "_settle", lambda: None)  # not to freeze what the tests hold
    app = create_app()
    assert not app.extensions["stopping"]()
    worker = SimpleNamespace(wsgi=app, alive=True)
    server.post_worker_init(worker)
    assert not app.extensions["stopping"]()
    worker.alive = False
    assert app.extensions["stopping"]()


def test_templates_are_compiled_before_the_first_visitor_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "_settle", lambda: None)
    app = create_app()
    server.when_ready(SimpleNamespace(app=SimpleNamespace(wsgi=lambda: app)))
    assert app.jinja_env.cache is not None
    assert {"explore.html", "parts/stage_element.html", "parts/board.html"} <= {name for _, name in app.jinja_env.cache}


def test_a_stop_takes_less_than_a_container_is_given() -> None:
    assert server.graceful_timeout + 2 <= 10


def test_a_process_has_files_enough_for_its_connections() -> None:
    assert server.worker_connections <= 1024 / 2


def test_processes_are_not_recycled_together() -> None:
    assert server.max_requests_jitter >= server.max_requests / 10


def test_streams_leave_half_of_the_threads_to_the_others() -> None:
    assert server.threads >= 2 * STREAMS


def test_all_threads_share_one_heap_where_the_c_library_is_glibc() -> None:
    assert server._keep_memory_in_one_heap() == (platform.libc_ver()[0] == "glibc")


@pytest.mark.parametrize(
    ("host", "listens"), [("0.0.0.0", "0.0.0.0"), ("::1", "::1"), ("[::]", "::"), ("laptop.local", "laptop.local")]
)
def test_it_listens_where_it_is_told_by_ipv6_too(host: str, listens: str) -> None:
    assert parse_address(server._address(host, 8000)) == (listens, 8000)
