"""The shape line: the shapes NumPy would accept, the sizes that must agree tied, the size that is m marked."""

import numpy as np
from hypothesis import given

from app.views.base.scene import Scene
from app.views.board.shapes import NamedShape, shape_line, shape_tag
from tests.support.scenes import at, scenes


def zeros(part: NamedShape) -> np.ndarray:
    return np.zeros((int(part.shape.rows.text), int(part.shape.columns.text)))


@given(scenes())
def test_numpy_computes_the_shape_after_the_arrow_from_the_others(scene: Scene) -> None:
    parts = shape_line(scene).parts
    if scene.step and scene.step.writes.kind == "Z":
        W, A, b, Z = parts
        assert [part.sign for part in parts] == ["", "", "+", "→"]
        assert (zeros(W) @ zeros(A) + zeros(b)).shape == zeros(Z).shape
    elif scene.step:
        Z, A = parts
        assert [part.sign for part in parts] == ["", "→"]
        assert zeros(Z).shape == zeros(A).shape


@given(scenes())
def test_the_line_names_what_the_step_reads_and_writes(scene: Scene) -> None:
    parts = shape_line(scene).parts
    names = [part.symbol.letter.upper().replace("B", "b") + part.symbol.layer for part in parts]
    if scene.step and scene.operation:
        assert names == [str(name) for name in (*scene.operation.reads, scene.step.writes)]
        i = "" if scene.step.example is None else str(scene.step.example + 1)
        assert {part.symbol.example for part in parts if part.symbol.letter not in "Wb"} == {i}
    else:
        assert names == ["X", "W1", "b1"]


@given(scenes())
def test_the_inner_sizes_of_a_product_are_tied_and_agree(scene: Scene) -> None:
    parts = shape_line(scene).parts
    tied = [number for number, part in enumerate(parts) if part.tied]
    assert tied == ([1] if scene.step and scene.step.writes.kind == "Z" else [])
    for number in tied:
        assert parts[number - 1].shape.columns.text == parts[number].shape.rows.text


@given(scenes())
def test_only_the_size_that_is_m_is_marked(scene: Scene) -> None:
    in_the_loop = scene.step is not None and scene.step.example is not None
    for part in shape_line(scene).parts:
        has_m = part.symbol.letter in "XZA" and not in_the_loop
        assert (part.shape.columns.has_m, part.shape.rows.has_m) == (has_m, False)
        assert not has_m or part.shape.columns.text == str(scene.sizes.m)
    for name in scene.sizes.shapes:
        assert shape_tag(scene, name).has_m == name.has_examples


def texts(query: str) -> list[str]:
    return [
        f"{part.sign}{part.symbol.text} ({part.shape.rows.text}, {part.shape.columns.text})"
        for part in shape_line(at(query)).parts
    ]


def test_the_shapes_of_the_course_example_written_by_hand() -> None:
    assert texts("view=vectorized&step=1") == ["W[1] (4, 3)", "X (3, 5)", "+b[1] (4, 1)", "→Z[1] (4, 5)"]
    assert texts("step=5") == ["W[1] (4, 3)", "x(2) (3, 1)", "+b[1] (4, 1)", "→z[1](2) (4, 1)"]
    assert texts("view=vectorized&step=2") == ["Z[1] (4, 5)", "→A[1] (4, 5)"]
    assert texts("") == ["X (3, 5)", ",W[1] (4, 3)", ",b[1] (4, 1)"]


def test_the_note_says_that_b_is_not_copied_where_it_is_broadcast() -> None:
    note = "b[1] is one real column, added to all 5. No copy is stored."
    assert shape_line(at("view=vectorized&step=1")).note == note
    assert "copy" not in shape_line(at("step=1")).note
