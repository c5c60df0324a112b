"""The digits preset has the published pictures and the documented accuracy."""

import json
import re
from time import perf_counter

import numpy as np
import pytest

from app.engine.forward import forward_vectorized
from app.presets.digits import digits, pictures
from app.presets.preset import DATA, Preset

FIRST = """
 0  0  5 13  9  1  0  0
 0  0 13 15 10 15  5  0
 0  3 15  2  0 11  8  0
 0  4 12  0  0  8  8  0
 0  5  8  0  0  9  8  0
 0  4 11  0  1 12  7  0
 0  2 14  5 10 12  0  0
 0  0  6 13 10  0  0  0
"""
"""The first picture as printed by scikit-learn."""


@pytest.fixture(scope="module")
def made() -> Preset:
    return digits()


@pytest.fixture(scope="module")
def right(made: Preset) -> np.ndarray:
    """Whether each picture is classified correctly."""
    assert made.classes
    return forward_vectorized(made.network, made.X).A[-1].argmax(axis=0) == made.classes.answers


def lines() -> list[str]:
    return (DATA / "digits.txt").read_text(encoding="ascii").splitlines()


def held_out() -> np.ndarray:
    """Pictures 6, 12, 18, … counted from 1."""
    return np.arange(1, 1798) % 6 == 0


def test_digits_has_1797_pictures_of_8_by_8_pixels_in_10_classes(made: Preset) -> None:
    assert (made.sizes.n, made.sizes.m) == ((64, 16, 10), 1797)
    assert made.picture == (8, 8)
    assert made.classes and made.classes.names == tuple(str(k) for k in range(10))


def test_first_digit_picture_is_the_published_one(made: Preset) -> None:
    assert made.X[:, 0].tolist() == [int(pixel) for pixel in FIRST.split()]
    assert made.classes and made.classes.answers[0] == 0


def test_digit_pixels_are_the_whole_numbers_0_to_16(made: Preset) -> None:
    assert np.unique(made.X).tolist() == list(range(17))


def test_digit_classes_have_the_published_counts(made: Preset) -> None:
    assert made.classes
    assert np.bincount(made.classes.answers).tolist() == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]


def test_lines_of_digits_txt_are_64_base_17_pixels_and_a_label() -> None:
    assert all(re.fullmatch("[0-9a-g]{64} [0-9]", line) for line in lines())


def test_pictures_agree_with_a_pixel_by_pixel_parser(made: Preset) -> None:
    columns = [[int(pixel, 17) for pixel in line[:64]] for line in lines()]
    assert made.X.T.tolist() == columns
    assert made.classes and made.classes.answers == tuple(int(line[65]) for line in lines())


def test_pictures_parses_two_worked_lines() -> None:
    X, answers = pictures(f"{'0' * 62}9a 7\n{'g' * 64} 1\n")
    assert X[:, 0].tolist() == [0.0] * 62 + [9.0, 10.0]
    assert X[:, 1].tolist() == [16.0] * 64
    assert answers == (7, 1)


def test_digit_pictures_are_distinct(made: Preset) -> None:
    assert len({column.tobytes() for column in made.X.T}) == 1797


def test_digits_accuracy_on_held_out_pictures_is_at_least_95_percent(right: np.ndarray) -> None:
    assert right[held_out()].mean() >= 0.95


def test_digits_accuracies_are_those_in_the_readme(right: np.ndarray) -> None:
    document = (DATA / "README.md").read_text(encoding="utf-8")
    for name, chosen in (("held out", held_out()), ("trained on", ~held_out())):
        assert f"| {name} | {right[chosen].sum():,} of {chosen.sum():,} | {right[chosen].mean():.3f} |" in document
    assert f"| {right.sum():,} of 1,797 | {right.mean():.3f} |" in document


def test_digits_errors_are_the_pictures_listed_in_the_readme(right: np.ndarray) -> None:
    wrong = np.flatnonzero(~right & held_out()) + 1
    assert wrong.tolist() == [6, 78, 192, 684, 906, 1362, 1554, 1572, 1596, 1728]


def test_held_out_pictures_have_25_to_37_of_each_digit(made: Preset) -> None:
    assert made.classes
    counts = np.bincount(np.array(made.classes.answers)[held_out()])
    assert (counts.min(), counts.max()) == (25, 37)


def test_digits_network_has_no_dead_hidden_neuron(made: Preset) -> None:
    assert np.all(np.any(forward_vectorized(made.network, made.X).A[0] > 0, axis=1))


def test_digits_weights_have_the_documented_decimals() -> None:
    weights = json.loads((DATA / "digits-weights.json").read_text(encoding="utf-8"))
    for name, decimals in (("W1", 3), ("b1", 2), ("W2", 2), ("b2", 2)):
        values = np.array(weights[name])
        assert np.array_equal(values, values.round(decimals))


def test_digits_preset_loads_in_milliseconds() -> None:
    """The best of five runs; measured below 1 ms, with a bound of 15 ms for slow machines."""

    def seconds() -> float:
        start = perf_counter()
        digits()
        return perf_counter() - start

    assert min(seconds() for _ in range(5)) < 0.015
