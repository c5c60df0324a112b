"""A folder for each test, and races in it whose process is tests.speed.fake_child."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.speed.queue import RaceQueue
from tests.support.fake_races import fake_races, private_folder


@pytest.fixture
def folder() -> Iterator[Path]:
    with private_folder() as made:
        yield made


@pytest.fixture
def races(folder: Path) -> RaceQueue:
    return fake_races(folder)
