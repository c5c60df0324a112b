"""Every step of every preset in both views is answered with its stage."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from app.presets import PRESETS
from tests.support.addresses import AS_PART
from tests.support.each import for_each
from tests.support.pages import matrices, read
from tests.support.scenes import VIEWS, some_steps, steps
from tests.support.strategies import preset_sizes

STRIDE = 23
"""A prime, so that every operation occurs."""


def few_steps(preset: str, view: str) -> list[int]:
    """All steps of a short program; of a long one the first 17, the last 17 and every 23rd between them."""
    every = some_steps(preset, view)
    return every if len(every) < 100 else [*every[:17], *every[17:-17:STRIDE], *every[-17:]]


@pytest.mark.slow
@pytest.mark.parametrize("some", [few_steps, pytest.param(some_steps, marks=pytest.mark.soak)])
@for_each("preset", PRESETS)
@for_each("view", VIEWS)
def test_every_step_renders(client: FlaskClient, some: Callable[[str, str], list[int]], preset: str, view: str) -> None:
    sizes = preset_sizes()[preset]
    for step in some(preset, view):
        answer = client.get(f"/?preset={preset}&view={view}&step={step}", headers=AS_PART)
        assert answer.status_code == 200
        opening = f'<main id="stage" data-view="{view}" data-step="{step}" data-steps="{steps(preset, view)[-1]}" '
        assert opening in answer.text
        assert [f'data-matrix="{name}"' in answer.text for name in sizes.shapes] == [True] * len(sizes.shapes)


@for_each(
    "address wanted",
    [
        ("/?step=5", {"Z1": 4 + 4, "A1": 4, "Z2": 2, "A2": 2}),
        ("/?view=vectorized&step=1", {"Z1": 20, "A1": 0, "Z2": 0, "A2": 0}),
        ("/?step=20", {"Z1": 20, "A1": 20, "Z2": 10, "A2": 10}),
        ("/", {"Z1": 0, "A1": 0, "Z2": 0, "A2": 0}),
    ],
)
def test_board_shows_as_many_numbers_as_the_step_has_computed(
    client: FlaskClient, address: str, wanted: dict[str, int]
) -> None:
    made = matrices(read(client.get(address).text))
    figures = {name: sum(cell.text != "" for *_, cell in made[name].entries()) for name in wanted}
    assert figures == wanted
