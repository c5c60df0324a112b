"""healthz says whether the process answers, readyz whether it can do its work."""

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.engine.forward import Pass, Trace, trace
from app.engine.network import Network
from app.engine.ops import Array
from app.web import health


@pytest.mark.parametrize(("address", "text"), [("/healthz", "ok\n"), ("/readyz", "ready\n")])
def test_healthy_process_answers_200_that_is_not_cached(client: FlaskClient, address: str, text: str) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer.text, answer.mimetype) == (200, text, "text/plain")
    assert answer.headers["Cache-Control"] == "no-store"


def test_stopping_process_is_healthy_but_not_ready(app: Flask, client: FlaskClient) -> None:
    app.extensions["stopping"] = lambda: True
    try:
        answer = client.get("/readyz")
        assert (answer.status_code, answer.text) == (503, "stopping\n")
        assert client.get("/healthz").status_code == 200
    finally:
        app.extensions["stopping"] = lambda: False


@pytest.mark.parametrize("difference", [1e-8, float("inf"), float("nan")])
def test_readyz_is_503_if_the_programs_differ(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, difference: float
) -> None:
    def wrong(network: Network, X: Array) -> Trace:
        made = trace(network, X)
        loop = Pass(made.loop.Z, tuple(A + difference for A in made.loop.A))
        return replace(made, loop=loop, max_abs_difference=difference)

    monkeypatch.setattr(health, "trace", wrong)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.text) == (503, f"the loop and the matrix form differ by {difference}\n")


def test_readyz_runs_both_programs_each_time(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    ran = []
    real = health.trace
    monkeypatch.setattr(health, "trace", lambda *numbers: ran.append(numbers) or real(*numbers))
    client.get("/readyz")
    client.get("/readyz")
    assert len(ran) == 2


def test_readyz_is_503_if_the_board_cannot_be_rendered(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(health, "stage", broken)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    assert app.test_client().get("/readyz").status_code == 500
