"""The page's sentences, word by word, and the numbers in them."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given

from app.engine.forward import Pass, forward_loop, forward_vectorized
from app.engine.forward import trace as run_both
from app.engine.names import INPUTS, Name
from app.engine.network import Sizes
from app.presets import Preset
from app.state import State
from app.views.base import words
from app.views.base.numbers import power_of_ten
from app.views.base.scene import Scene
from tests.support.scenes import at, scenes

SENTENCES = {
    "": "Nothing is computed yet. X has 5 examples, one in each column. Press Next.",
    "step=5": "Example 2 enters layer 1. The result is column 2 of Z[1].",
    "step=6": "Column 2 of Z[1] goes through sigmoid. The result is column 2 of A[1].",
    "step=7": "Column 2 of A[1] enters layer 2. The result is column 2 of Z[2].",
    "step=8": "Column 2 of Z[2] goes through sigmoid. The result is column 2 of A[2], the prediction.",
    "step=20": "Column 5 of Z[2] goes through sigmoid. The result is column 5 of A[2], the prediction. "
    "Done in 20 steps. The matrix form takes 4.",
    "view=vectorized": "Nothing is computed yet. X has 5 examples, one in each column. Press Next.",
    "view=vectorized&step=1&cell=Z1.1.2": "All five columns of Z[1] in one multiplication. "
    "Column 2 is what the loop computed at i = 2.",
    "view=vectorized&step=2": "All five columns of Z[1] go through sigmoid at once. "
    "Column 1 is what the loop computed at i = 1.",
    "view=vectorized&step=4&cell=A2.2.5": "All five columns of Z[2] go through sigmoid at once. "
    "Column 5 is what the loop computed at i = 5. Done in 4 steps. The loop takes 20.",
    "preset=iris&step=1": "Flower 1 enters layer 1. The result is column 1 of Z[1].",
    "preset=iris&view=vectorized&step=4&cell=A2.1.9": "All 150 columns of Z[2] go through softmax at once. "
    "Column 9 is what the loop computed at i = 9. Done in 4 steps. The loop takes 600.",
}

TITLES = {
    "": "Columnwise: see a neural network compute every example at once",
    "view=vectorized": "vectorized · Columnwise: see a neural network compute every example at once",
    "step=5": "Step 5 of 20: z[1](2) · Columnwise",
    "view=vectorized&step=4": "Step 4 of 4: A[2] · Columnwise",
    "preset=iris&step=600": "Step 600 of 600: a[2](150) · Iris flowers · Columnwise",
}

CAPTIONS = {
    "X": "X: 3 features by 5 examples",
    "W1": "W, layer 1: 4 neurons by 3 features",
    "b1": "b, layer 1: one number for each of 4 neurons",
    "Z1": "Z, layer 1: 4 neurons by 5 examples",
    "W2": "W, layer 2: 2 neurons by 4 inputs",
    "A2": "A, layer 2: 2 neurons by 5 examples",
}


@pytest.mark.parametrize("query", SENTENCES)
def test_the_sentence_of_a_step(query: str) -> None:
    assert words.sentence(at(query)) == SENTENCES[query]


@pytest.mark.parametrize("query", TITLES)
def test_the_title_of_a_page(query: str) -> None:
    assert words.title(at(query)) == TITLES[query]


@pytest.mark.parametrize("name", CAPTIONS)
def test_the_caption_of_a_matrix(name: str) -> None:
    assert words.caption(at(), Name(name)) == CAPTIONS[name]


def test_captions_name_rows_and_columns() -> None:
    here = at("preset=iris")
    assert words.caption(here, INPUTS) == "X: 4 features by 150 flowers"
    assert words.caption(here, Name("A1")) == "A, layer 1: 5 neurons by 150 flowers"


def alone() -> Scene:
    """The course example with its first example only, after the first step of the matrix form."""
    here = at("view=vectorized&step=1")
    X = here.matrix(INPUTS)[:, :1]
    preset = Preset("course", "One", "", here.network, X)
    made = run_both(here.network, X)
    return Scene(State(view="vectorized", step=1), made.sizes, preset, made)


def test_one_example_is_singular() -> None:
    here = alone()
    assert here.sizes == Sizes((3, 4, 2), 1)
    assert words.sentence(here).startswith("The one column of Z[1] in one multiplication. ")
    assert words.caption(here, Name("Z1")) == "Z, layer 1: 4 neurons by 1 example"
    assert words.depth(here) == "one network, once"


def test_two_columns_are_both() -> None:
    two, five = at("m=2&view=vectorized&step=1"), at("view=vectorized&step=2")
    assert words.sentence(two).startswith("Both columns of Z[1] in one multiplication.")
    assert words.sentence(at("m=2&view=vectorized&step=2")).startswith(
        "Both columns of Z[1] go through sigmoid at once."
    )
    assert (words.progress(two), words.progress(five)) == (
        "both examples at once",
        "all 5 examples at once",
    )


def test_b_is_stored_once_however_often_it_is_used() -> None:
    assert [words.copies(count) for count in (1, 4, 1796)] == [
        "used 2 times, stored once",
        "used 5 times, stored once",
        "used 1,797 times, stored once",
    ]


@given(scenes())
def test_verdict_has_the_largest_difference(here: Scene) -> None:
    run = here.network, here.trace.X
    loop, vectorized = forward_loop(*run), forward_vectorized(*run)
    pairs = zip(loop.Z + loop.A, vectorized.Z + vectorized.A, strict=True)
    measured = max(float(np.abs(one - other).max()) for one, other in pairs)
    assert words.verdict(here) == (f"Both programs agree. Largest difference: {power_of_ten(measured)}.")


def test_verdict_of_different_results_is_do_not_agree() -> None:
    here = at()
    loop = Pass(here.trace.loop.Z, (here.trace.loop.A[0] + 0.5, here.trace.loop.A[1]))
    apart = replace(here.trace, loop=loop, max_abs_difference=0.5, max_abs=2.0)
    verdict = words.verdict(replace(here, trace=apart))
    assert "do not agree. Largest difference: 5.0·10⁻¹, beside numbers as large as 2.0·10⁰." in verdict


def test_verdict_allows_rounding_of_large_numbers() -> None:
    here = at("layers=2-2&act=linear&X=606338.2,607194.9;581622.8,159224.5&W1=-138.7,-212.9;446.0,989.6")
    rounded = Pass(*(tuple(each * (1 + 1e-13) for each in run) for run in (here.trace.loop.Z, here.trace.loop.A)))
    assert "Both programs agree." in words.verdict(replace(here, trace=replace(here.trace, loop=rounded)))


@given(scenes())
def test_only_the_last_step_has_the_step_count_of_the_other_view(here: Scene) -> None:
    L, m = here.sizes.L, here.sizes.m
    steps, other = (2 * L * m, 2 * L) if here.state.view == "loop" else (2 * L, 2 * L * m)
    said = f"Done in {words.counted(steps, 'step')}. "
    assert (said in words.sentence(here)) == (here.state.step == steps)
    assert words.sentence(here).endswith(f" takes {other}.") == (here.state.step == steps)
