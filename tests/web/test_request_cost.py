"""The path of a request through app/ is short: counted in calls and files, which no busy machine changes."""

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest

from docs.tools.request_cost import Calls, measure


@pytest.fixture(scope="module")
def costs() -> list[Calls]:
    """The calls of the first request of a process, of a new step, and of the same step again."""
    with ProcessPoolExecutor(1, get_context("spawn")) as process:
        return process.submit(measure, "/?step=5", "part").result()


def test_new_step_looks_its_state_up_once(costs: list[Calls]) -> None:
    _, new, _ = costs
    assert new["state/query.py", "parse"] == new["views/base/scene.py", "scene"] == 1


def test_new_step_calls_at_most_25_files_and_5000_functions(costs: list[Calls]) -> None:
    _, new, _ = costs
    assert len({file for file, _ in new}) <= 25
    assert new.total() <= 5_000


def test_cached_step_reaches_neither_flask_nor_a_view(costs: list[Calls]) -> None:
    *_, again = costs
    assert {file for file, _ in again} == {"web/requests.py", "web/response_cache.py"}
