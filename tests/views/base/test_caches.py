"""What views cache is what they would make anew, and it holds no numbers that are forgotten elsewhere."""

import gc
from dataclasses import asdict, replace
from weakref import ref

import pytest
from hypothesis import given

from app.engine.forward import trace
from app.views.base.scene import Scene
from app.views.board import diagram as diagrams
from app.views.board import matrix_view as tables
from app.views.board.board import board
from app.views.board.code import code
from app.views.board.diagram import diagram
from tests.support.scenes import at, other, preset_scenes


@given(preset_scenes())
def test_a_board_is_the_same_when_nothing_is_cached(here: Scene) -> None:
    known = [asdict(board(here)), asdict(diagram(here))]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tables, "_table", tables._table.__wrapped__)
        patch.setattr(diagrams, "_diagram", diagrams._diagram.__wrapped__)
        assert [asdict(board(here)), asdict(diagram(here))] == known


def test_where_nothing_changes_the_table_is_the_same_object() -> None:
    here = at("view=vectorized&step=2")
    on = other(here, theme="dark", reading="cell")
    for one, same in zip(board(here).bands, board(on).bands, strict=True):
        assert one.matrix is same.matrix
    assert diagram(here) is diagram(on)


def test_what_is_cached_with_numbers_is_worked_out_once() -> None:
    figures = at("").figures
    assert figures.cached("test", lambda: [1]) is figures.cached("test", lambda: [2])


def test_the_caches_do_not_hold_the_numbers() -> None:
    here = at("step=3")
    passing = trace(here.network, here.trace.X)
    there = replace(here, trace=passing)
    for view in (board, diagram, code):
        view(there)
    watched = ref(passing)
    del passing, there
    gc.collect()
    assert watched() is None
