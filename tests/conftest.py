"""What all tests share: profiles for hypothesis, one app and one server a process, a Chromium that must be there."""

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
expect.set_options(timeout=15_000)  # a busy machine is no failure; a passing test never waits this long
BROWSERS = ("chromium-headless-shell", "chromium", "google-chrome")
LONGEST_FIRST = ("fuzz", "load", "browser", "layout", "deploy")
"""Folders that start before all others, so that no process is left with a long file at the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Start the longest folders first; within a folder nothing changes."""
    items.sort(key=lambda item: item.path.parent.name not in LONGEST_FIRST)


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The app with its default settings, and no race of this user. A test that changes an app makes one of its own."""
    made = create_app()
    made.extensions["races"] = RaceQueue(tmp_path_factory.mktemp("races"))
    return made


@pytest.fixture(scope="session")
def client(app: Flask) -> FlaskClient:
    """A client of the app that keeps no cookies."""
    return app.test_client(use_cookies=False)


@pytest.fixture(scope="session")
def answers(client: FlaskClient) -> dict[Question, TestResponse]:
    """What is answered to every question. A test changes none of them."""
    return {question: client.get(question.address, headers=question.headers) for question in EVERYTHING}


@pytest.fixture(scope="session")
def pages(answers: dict[Question, TestResponse]) -> Callable[[str], Element]:
    """The page at each of these addresses."""
    return cache(lambda address: read(answers[Question(address)].text))


@pytest.fixture(scope="session")
def base_url(app: Flask) -> Iterator[str]:
    """The address of the app, served on this machine for the length of the test run."""
    with serving(app) as url:
        yield url


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, object]) -> dict[str, object]:
    """Start the system's Chromium. Without one the browser tests fail: they are never skipped."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if not found:
        pytest.fail("There is no Chromium here. Run `make test`, which finds or installs one.")
    sandbox = [] if os.geteuid() else ["--no-sandbox"]  # root cannot use the sandbox
    quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-gpu"]
    alike = ["--font-render-hinting=none"]  # the headless shell hints, and letters are wider than in Chromium
    return {**browser_type_launch_args, "executable_path": found, "args": [*sandbox, *quiet, *alike]}
