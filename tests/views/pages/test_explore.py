"""The page does not depend on numbers that are not computed yet."""

import re
from dataclasses import replace

from hypothesis import assume, given

from app.engine.forward import Pass, Trace
from app.engine.names import Name, names_of
from app.engine.ops import Array
from app.views.base.scene import Scene
from app.views.board.board import board
from app.views.board.closeup import close_up
from app.views.board.code import code
from app.views.board.diagram import diagram
from app.views.board.predictions import answers
from app.views.board.programs import programs
from app.views.board.shapes import shape_line
from app.views.board.stepper import stepper
from tests.support.scenes import preset_scenes


def with_other_numbers(scene: Scene) -> Scene:
    """The same scene with other numbers in every column of Z and A that is not computed yet."""

    def changed(made: Pass) -> Pass:
        return Pass(
            tuple(column_by_column(Z, names_of(layer).Z) for layer, Z in enumerate(made.Z, start=1)),
            tuple(column_by_column(A, names_of(layer).A) for layer, A in enumerate(made.A, start=1)),
        )

    def column_by_column(values: Array, name: Name) -> Array:
        copied = values.copy()
        for i in range(scene.sizes.m):
            if not scene.is_computed(name, i):
                copied[:, i] = -values[:, i] - 1
        return copied

    made = scene.trace
    other = Trace(
        made.network, made.X, changed(made.loop), changed(made.vectorized), made.max_abs_difference, made.max_abs
    )
    return replace(scene, trace=other)


@given(preset_scenes())
def test_numbers_not_computed_yet_do_not_affect_the_page(scene: Scene) -> None:
    assume(not scene.is_last)
    changed = with_other_numbers(scene)
    for view in (board, diagram, programs, shape_line, close_up, code, stepper):
        assert without_colours(view(changed)) == without_colours(view(scene))
    if classes := scene.preset.classes:
        assert answers(changed, classes) == answers(scene, classes)


def without_colours(view: object) -> str:
    """The view without the levels of heat colours and the width of columns, which are those of the last step at every
    step, so that nothing moves."""
    return re.sub(r"heat=-?\d|(cell_width|narrow|tight)='?\d*", "", repr(view))
