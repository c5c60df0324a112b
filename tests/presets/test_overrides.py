"""Changed presets: each number is the override, else the preset's, else drawn, and depends on nothing else."""

import tracemalloc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine.names import INPUTS, Name
from app.engine.network import Plan, Sizes
from app.engine.ops import Array
from app.presets import LAYER_OVERHEAD_BYTES, opened, plans, preset
from app.presets.drawn import drawn
from app.presets.overrides import overlay
from app.presets.preset import Preset

SIZES = st.lists(st.integers(1, 8), min_size=2, max_size=5)
SEEDS = st.none() | st.integers(0, 999_999)
DRAWN_X = [[0.2, -0.4], [0.2, -0.2], [1.5, -1.8]]
DRAWN_W1 = [[0.3, 0.9, -1.1], [-1.5, 0.7, -0.7]]
DRAWN_B2 = [[0.7], [-0.2]]
KEYS = ("course", "script", "xor", "one-neuron", "house")


def made(
    key: str, n: tuple[int, ...], m: int, seed: int | None, **overrides: tuple[tuple[float | None, ...], ...]
) -> Preset:
    return overlay(
        preset(key),
        Plan(Sizes(n, m), ("tanh",) * (len(n) - 1)),
        seed,
        tuple((Name(key), rows) for key, rows in overrides.items()),
    )


def weights(changed: Preset) -> list[Array]:
    return [array for layer in changed.network.layers for array in (layer.W, layer.b)]


@given(st.sampled_from(KEYS), SIZES, SEEDS, st.integers(1, 63))
def test_added_example_changes_no_other_number(key: str, n: list[int], seed: int | None, m: int) -> None:
    few, more = made(key, tuple(n), m, seed), made(key, tuple(n), m + 1, seed)
    assert np.array_equal(few.X, more.X[:, :m])
    assert all(map(np.array_equal, weights(few), weights(more)))


@given(st.sampled_from(KEYS), SIZES.filter(lambda n: len(n) < 5), SEEDS, st.integers(1, 8))
def test_added_layer_changes_no_other_number(key: str, n: list[int], seed: int | None, units: int) -> None:
    few, more = made(key, tuple(n), 4, seed), made(key, (*n, units), 4, seed)
    assert np.array_equal(few.X, more.X)
    assert all(map(np.array_equal, weights(few), weights(more)[: 2 * few.network.L]))


@given(st.sampled_from(KEYS), SIZES, SEEDS, st.data())
def test_added_neuron_changes_no_other_number(key: str, n: list[int], seed: int | None, data: st.DataObject) -> None:
    place = data.draw(st.integers(1, len(n) - 1))
    wider = [size + (at == place) for at, size in enumerate(n)]
    few, more = made(key, tuple(n), 3, seed), made(key, tuple(wider), 3, seed)
    for before, after in zip(weights(few), weights(more), strict=True):
        rows, columns = before.shape
        assert np.array_equal(before, after[:rows, :columns])


def test_resized_preset_keeps_its_numbers() -> None:
    changed = made("course", (3, 4, 3), 7, None)
    course = preset("course")
    assert np.array_equal(changed.X[:, :5], course.X)
    assert np.array_equal(changed.network.layers[0].W, course.network.layers[0].W)
    assert np.array_equal(changed.network.layers[1].W[:2], course.network.layers[1].W)


def test_seed_replaces_every_number_of_the_preset() -> None:
    course, changed = preset("course"), made("course", (3, 4, 2), 5, 1)
    assert not np.array_equal(changed.X, course.X)
    assert all(not np.array_equal(one, other) for one, other in zip(weights(changed), weights(course), strict=True))


def test_overrides_replace_entries_and_none_does_not() -> None:
    changed = made("course", (3, 4, 2), 5, None, W1=((9.0, None, None),), b2=((None,), (-8.5,)))
    course = preset("course")
    W1, b2 = changed.network.layers[0].W, changed.network.layers[1].b
    assert W1[0, 0] == 9.0
    assert np.array_equal(W1.ravel()[1:], course.network.layers[0].W.ravel()[1:])
    assert b2.ravel().tolist() == [course.network.layers[1].b[0, 0], -8.5]


@given(st.integers(0, 999_999), st.sampled_from(["X", "W1", "b1", "W4"]), st.integers(1, 8), st.integers(1, 64))
def test_drawn_numbers_have_one_decimal_and_are_at_most_2(seed: int, name: str, rows: int, columns: int) -> None:
    values = drawn(seed, Name(name), (rows, columns))
    assert values.shape == (rows, columns)
    assert np.array_equal(values, values.round(1))
    assert np.abs(values).max() <= 2.0
    assert not np.any(np.signbit(values) & (values == 0))


def test_seed_gives_the_pinned_numbers() -> None:
    """Shared links depend on these numbers: never change this test to fit the code."""
    assert drawn(3, INPUTS, (3, 2)).tolist() == DRAWN_X
    assert drawn(3, Name("W1"), (2, 3)).tolist() == DRAWN_W1
    assert drawn(3, Name("b2"), (2, 1)).tolist() == DRAWN_B2


@pytest.mark.parametrize(("seed", "own_X"), [(None, False), (None, True), (5, False)])
def test_names_of_rows_and_classes_are_dropped_where_they_no_longer_apply(seed: int | None, own_X: bool) -> None:
    iris = preset("iris")
    overrides = ((INPUTS, ((0.5,),)),) if own_X else ()
    changed = overlay(iris, Plan(Sizes((4, 5, 3), 20), iris.plan.activations), seed, overrides)
    assert (changed.features == iris.features) is (seed is None)
    assert (changed.row_names == iris.row_names) is (seed is None)
    assert (changed.classes is not None) is (seed is None and not own_X)


@pytest.mark.parametrize("m", [1, 30, 149, 150])
def test_classes_have_an_answer_for_each_of_the_first_m_examples(m: int) -> None:
    iris = preset("iris")
    changed = overlay(iris, Plan(Sizes((4, 5, 3), m), iris.plan.activations), None, ())
    assert changed.classes and iris.classes
    assert changed.classes.answers == iris.classes.answers[:m]
    assert (changed.title, changed.sizes.m) == (iris.title, m)


def test_overlay_without_changes_returns_the_preset() -> None:
    for key, plan in plans().items():
        assert overlay(preset(key), plan, None, ()) is preset(key)


def test_opened_presets_are_cached_up_to_64_megabytes() -> None:
    plan = Plan(Sizes((2, 3), 4), ("relu",))
    assert opened("course", plan, 8, ())[1] is opened("course", plan, 8, ())[1]
    assert opened.cache.maxsize == 64 * 2**20  # type: ignore[attr-defined]
    counted = opened.cache.getsizeof(opened("course", plan, 8, ()))  # type: ignore[attr-defined]
    assert counted == 8 * (2 * 4 + 3 * 2 + 3 + 4 * 3 * 4) + 2 * LAYER_OVERHEAD_BYTES


def test_cached_size_of_small_networks_covers_their_memory() -> None:
    """Counted by their 56 bytes of numbers alone, a million of them would fit in the cache."""
    plan = Plan(Sizes((1, 1), 1), ("linear",))
    tracemalloc.start()
    made = [opened.__wrapped__("course", plan, seed, ()) for seed in range(300)]  # type: ignore[attr-defined]
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert held < sum(map(opened.cache.getsizeof, made))  # type: ignore[attr-defined]


def test_picture_is_dropped_if_features_or_seed_change() -> None:
    digits = preset("digits")
    assert overlay(digits, Plan(Sizes((64, 4, 2), 5), ("tanh", "tanh")), None, ()).picture == (8, 8)
    assert overlay(digits, Plan(Sizes((63, 4, 2), 5), ("tanh", "tanh")), None, ()).picture is None
    assert overlay(digits, Plan(Sizes((64, 4, 2), 5), ("tanh", "tanh")), 3, ()).picture is None
