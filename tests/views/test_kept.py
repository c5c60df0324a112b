"""What is kept is what would be worked out anew, within a bound, and holds no numbers that are forgotten."""

import gc
from dataclasses import asdict
from weakref import ref

import pytest
from hypothesis import given

from app.engine.forward import trace
from app.views import diagram as diagrams
from app.views import matrix_view as tables
from app.views.board import board
from app.views.diagram import diagram
from app.views.kept import MEMORY, kept_lately
from app.views.scene import Scene
from tests.views.scenes import at, other, preset_scenes


@given(preset_scenes())
def test_a_board_is_the_same_when_nothing_is_kept(here: Scene) -> None:
    known = [asdict(board(here)), asdict(diagram(here))]
    with pytest.MonkeyPatch.context() as patch:
        for module in (tables, diagrams):
            patch.setattr(module, "kept_lately", lambda trace, what, work_out, size: work_out())
        assert [asdict(board(here)), asdict(diagram(here))] == known


def test_where_nothing_changes_the_table_is_the_same_object() -> None:
    here = at("view=vectorized&step=2")
    on = other(here, theme="dark", reading="cell")
    for one, same in zip(board(here).bands, board(on).bands, strict=True):
        assert one.matrix is same.matrix
    assert diagram(here) is diagram(on)


def test_what_is_kept_lately_has_a_bound() -> None:
    numbers, half = at("").trace, MEMORY // 2
    first = kept_lately(numbers, "first", object, lambda _: half)
    kept_lately(numbers, "second", object, lambda _: half)
    assert kept_lately(numbers, "first", object, lambda _: half) is first
    kept_lately(numbers, "third", object, lambda _: half)
    kept_lately(numbers, "fourth", object, lambda _: half)
    assert kept_lately(numbers, "first", object, lambda _: half) is not first


def test_what_is_kept_lately_does_not_hold_the_numbers() -> None:
    course = at("").trace
    passing = trace(course.network, course.X)
    kept_lately(passing, "something", object, lambda _: 1)
    watched = ref(passing)
    del passing
    gc.collect()
    assert watched() is None
