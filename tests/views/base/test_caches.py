"""The caches of views: what they return equals a new result, and they keep no trace alive."""

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
def test_board_and_diagram_without_caches_are_equal(scene: Scene) -> None:
    known = [asdict(board(scene)), asdict(diagram(scene))]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tables, "_table", tables._table.__wrapped__)
        patch.setattr(diagrams, "_diagram", diagrams._diagram.__wrapped__)
        assert [asdict(board(scene)), asdict(diagram(scene))] == known


def test_table_and_diagram_that_do_not_change_are_the_same_object() -> None:
    scene = at("view=vectorized&step=2")
    on = other(scene, theme="dark", reading="cell")
    for one, same in zip(board(scene).bands, board(on).bands, strict=True):
        assert one.matrix is same.matrix
    assert diagram(scene) is diagram(on)


def test_what_is_cached_with_the_matrices_is_computed_once() -> None:
    matrices = at("").matrices
    assert matrices.cached("test", lambda: [1]) is matrices.cached("test", lambda: [2])


def test_the_caches_do_not_keep_a_trace_alive() -> None:
    scene = at("step=3")
    temporary = trace(scene.network, scene.trace.X)
    scene = replace(scene, trace=temporary)
    for view in (board, diagram, code):
        view(scene)
    reference = ref(temporary)
    del temporary, scene
    gc.collect()
    assert reference() is None
