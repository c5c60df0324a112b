"""Fixtures and settings of all tests: hypothesis profiles, one app and one server per process, the Chromium."""

import os
import shutil
from collections.abc import Callable, Iterator
from functools import cache

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings
from playwright.sync_api import expect
from werkzeug.test import TestResponse

from app import create_app
from app.speed.queue import RaceQueue
from tests.support.addresses import EVERYTHING, Question
from tests.support.pages import Element, read
from tests.support.wsgi import serving

ANY_SPEED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("columnwise", ANY_SPEED, max_examples=20, derandomize=True)
settings.register_profile("soak", ANY_SPEED, max_examples=400)
settings.load_profile("columnwise")  # another: --hypothesis-profile=soak
expect.set_options(timeout=15_000)  # milliseconds; only a failing test waits this long
BROWSERS = ("chromium-headless-shell", "chromium", "google-chrome")
LONGEST_FIRST = ("fuzz", "load", "browser", "layout", "deploy")
"""Folders that start first, so that no process still runs a long file when the others have finished."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Start the longest folders first; the order within a folder is unchanged."""
    items.sort(key=lambda item: item.path.parent.name not in LONGEST_FIRST)


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The app with default settings and an empty race queue. Read-only: a test that changes an app creates another."""
    app = create_app()
    app.extensions["races"] = RaceQueue(tmp_path_factory.mktemp("races"))
    return app


@pytest.fixture(scope="session")
def client(app: Flask) -> FlaskClient:
    """A client of the app that keeps no cookies."""
    return app.test_client(use_cookies=False)


@pytest.fixture(scope="session")
def answers(client: FlaskClient) -> dict[Question, TestResponse]:
    """The answer to every question. Read-only."""
    return {question: client.get(question.address, headers=question.headers) for question in EVERYTHING}


@pytest.fixture(scope="session")
def pages(answers: dict[Question, TestResponse]) -> Callable[[str], Element]:
    """A function that returns the parsed page of an address in ``EVERYTHING``."""
    return cache(lambda address: read(answers[Question(address)].text))


@pytest.fixture(scope="session")
def base_url(app: Flask) -> Iterator[str]:
    """The URL of the app, served by a thread of this process."""
    with serving(app) as url:
        yield url


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, object]) -> dict[str, object]:
    """Options that start the system's Chromium. Without one the browser tests fail; they are never skipped."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if not found:
        pytest.fail("There is no Chromium here. Run `make test`, which finds or installs one.")
    sandbox = [] if os.geteuid() else ["--no-sandbox"]  # root cannot use the sandbox
    quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-gpu"]
    alike = ["--font-render-hinting=none"]  # else letters in the headless shell are wider than in Chromium
    return {**browser_type_launch_args, "executable_path": found, "args": [*sandbox, *quiet, *alike]}
