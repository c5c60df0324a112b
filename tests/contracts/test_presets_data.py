"""The presets' numbers are what their documents say."""

import csv
import os
import shutil
import subprocess
import sys
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from app.presets import preset
from app.presets.iris import DATA, FEATURES, SPECIES
from tests.presets.test_presets import trace_of

ROOT = Path(__file__).parents[2]
TOOLS = Path("docs/tools")


def flowers() -> list[dict[str, str]]:
    with (DATA / "iris.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def answers() -> np.ndarray:
    """The row of the largest share, for each flower."""
    return trace_of("iris").vectorized.A[-1].argmax(axis=0)


def course_matrices() -> dict[str, np.ndarray]:
    trace = trace_of("course")
    return {str(name): trace.matrix(name, "vectorized") for name in trace.sizes.shapes}


def test_iris_has_50_flowers_of_each_species_in_turn() -> None:
    assert [flower["species"] for flower in flowers()] == list(SPECIES) * 50
    assert sorted(int(flower["flower"]) for flower in flowers()) == list(range(1, 151))


def test_the_number_of_a_flower_says_its_species() -> None:
    assert all(SPECIES.index(flower["species"]) == (int(flower["flower"]) - 1) // 50 for flower in flowers())


@pytest.mark.parametrize("feature", [feature.replace(" ", "_") for feature in FEATURES])
def test_a_standardized_column_is_its_raw_column_standardized_and_rounded(feature: str) -> None:
    raw = [Fraction(flower[feature]) for flower in flowers()]
    mean = sum(raw) / len(raw)
    variance = sum((value - mean) ** 2 for value in raw) / len(raw)
    deviation = (Decimal(variance.numerator) / variance.denominator).sqrt()
    for flower, value in zip(flowers(), raw, strict=True):
        above = value - mean
        z = Decimal(above.numerator) / above.denominator / deviation
        assert Decimal(flower[f"z_{feature}"]) == z.quantize(Decimal("0.01"), ROUND_HALF_EVEN)


def test_two_flowers_are_as_in_the_paper_not_as_in_uci() -> None:
    raw = [feature.replace(" ", "_") for feature in FEATURES]
    by_number = {flower["flower"]: [flower[name] for name in raw] for flower in flowers()}
    assert by_number["35"] == ["4.9", "3.1", "1.5", "0.2"]
    assert by_number["38"] == ["4.9", "3.6", "1.4", "0.1"]


def test_the_network_sees_the_standardized_columns() -> None:
    X = preset("iris").X
    assert X.shape == (4, 150)
    assert X[2].tolist() == [float(flower["z_petal_length"]) for flower in flowers()]


def test_iris_names_nearly_every_flower() -> None:
    assert np.mean(answers() == preset("iris").classes.answers) >= 0.95


def test_iris_mistakes_the_four_flowers_that_its_document_names() -> None:
    wrong = answers() != preset("iris").classes.answers
    numbers = {int(flower["flower"]) for flower, is_wrong in zip(flowers(), wrong, strict=True) if is_wrong}
    assert numbers == {71, 78, 84, 134}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "read", "said"),
    [
        ("iris", "iris.csv", "accuracy 0.9733"),
        ("digits", "digits.txt", "accuracy, held-out pictures: 0.9666 (289 of 299)"),
    ],
)
def test_training_again_writes_the_same_weights(tmp_path: Path, name: str, read: str, said: str) -> None:
    train, written = TOOLS / f"train_{name}.py", f"{name}-weights.json"
    script, data = tmp_path / train, tmp_path / DATA.relative_to(ROOT)
    script.parent.mkdir(parents=True)
    data.mkdir(parents=True)
    shutil.copy(ROOT / train, script)
    shutil.copy(DATA / read, data)
    alone = os.environ | {"OPENBLAS_NUM_THREADS": "1"}  # two threads on a busy machine wait for each other: 18 s, not 3
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, timeout=60, check=True, env=alone)
    assert (data / written).read_text() == (DATA / written).read_text()
    assert done.stdout.startswith(said)


@pytest.mark.parametrize("name", ["X", "W1", "b1", "W2", "b2"])
def test_the_course_example_has_one_decimal_and_no_zero(name: str) -> None:
    values = course_matrices()[name]
    assert np.array_equal(values, values.round(1))
    assert np.all(values != 0)


def test_no_two_examples_or_neurons_of_the_course_example_are_alike() -> None:
    made = course_matrices()
    assert len({tuple(column) for column in made["X"].T.tolist()}) == 5
    for name in ("W1", "W2"):
        assert len({tuple(row) for row in made[name].tolist()}) == len(made[name])


def test_Z1_of_the_course_example_is_exact_in_two_decimals_and_nowhere_0() -> None:
    Z1 = course_matrices()["Z1"]
    assert np.abs(Z1 - Z1.round(2)).max() < 1e-14
    assert np.abs(Z1).min() >= 0.01


def test_the_activations_of_the_course_example_are_spread_out() -> None:
    made = course_matrices()
    for name in ("A1", "A2"):
        assert made[name].min() > 0.05
        assert made[name].max() < 0.95
        assert made[name].min() < 0.2
        assert made[name].max() > 0.8


def test_every_row_of_the_course_examples_Z1_has_both_signs() -> None:
    Z1 = course_matrices()["Z1"]
    assert np.all(Z1.min(axis=1) < 0) and np.all(Z1.max(axis=1) > 0)


def test_whoever_computes_on_with_rounded_activations_gets_the_same_Z2() -> None:
    made = course_matrices()
    again = made["W2"] @ made["A1"].round(2) + made["b2"]
    assert np.abs(again.round(2) - made["Z2"].round(2)).max() < 1e-9
