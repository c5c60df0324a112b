"""The numbers of the iris preset are those of its source."""

import csv
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

import numpy as np
import pytest

from app.presets import preset
from app.presets.iris import FEATURES, SPECIES
from app.presets.preset import DATA
from tests.support.scenes import at


def flowers() -> list[dict[str, str]]:
    with (DATA / "iris.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def answers() -> np.ndarray:
    """The predicted class of each flower."""
    return at("preset=iris").trace.vectorized.A[-1].argmax(axis=0)


def test_iris_has_50_flowers_of_each_species_in_turn() -> None:
    assert [flower["species"] for flower in flowers()] == list(SPECIES) * 50
    assert sorted(int(flower["flower"]) for flower in flowers()) == list(range(1, 151))


def test_species_follows_from_the_number_of_the_flower() -> None:
    assert all(SPECIES.index(flower["species"]) == (int(flower["flower"]) - 1) // 50 for flower in flowers())


@pytest.mark.parametrize("feature", [feature.replace(" ", "_") for feature in FEATURES])
def test_standardized_columns_are_the_raw_ones_standardized_and_rounded(feature: str) -> None:
    raw = [Fraction(flower[feature]) for flower in flowers()]
    mean = sum(raw) / len(raw)
    variance = sum((value - mean) ** 2 for value in raw) / len(raw)
    deviation = (Decimal(variance.numerator) / variance.denominator).sqrt()
    for flower, value in zip(flowers(), raw, strict=True):
        above = value - mean
        z = Decimal(above.numerator) / above.denominator / deviation
        assert Decimal(flower[f"z_{feature}"]) == z.quantize(Decimal("0.01"), ROUND_HALF_EVEN)


def test_flowers_35_and_38_have_the_values_of_the_paper_not_of_uci() -> None:
    raw = [feature.replace(" ", "_") for feature in FEATURES]
    by_number = {flower["flower"]: [flower[name] for name in raw] for flower in flowers()}
    assert by_number["35"] == ["4.9", "3.1", "1.5", "0.2"]
    assert by_number["38"] == ["4.9", "3.6", "1.4", "0.1"]


def test_x_of_iris_has_the_standardized_columns() -> None:
    X = preset("iris").X
    assert X.shape == (4, 150)
    assert X[2].tolist() == [float(flower["z_petal_length"]) for flower in flowers()]


def test_iris_classifies_95_percent_correctly() -> None:
    assert np.mean(answers() == preset("iris").classes.answers) >= 0.95


def test_iris_misclassifies_the_four_documented_flowers() -> None:
    wrong = answers() != preset("iris").classes.answers
    numbers = {int(flower["flower"]) for flower, is_wrong in zip(flowers(), wrong, strict=True) if is_wrong}
    assert numbers == {71, 78, 84, 134}
