"""The sentences about a race: exact for a worked example, true and without nonsense for any race."""

import re
from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.speed.model import lines
from app.state.record import Race, RacedNetwork, Series, Trip
from app.views.base.numbers import TIME_UNITS, times_as
from app.views.race import race_words as words
from app.views.race.result import Result, result
from tests.support.races import EXAMPLE_COUNTS, USUAL_M, line, races, worked

GUESSES = st.floats(1e-6, 1e6)
NONSENSE = re.compile(
    r"nan|inf\b|None|\{|-\d|−\d|\d\.\d*\.\d|\b0 examples|(?<![\d,.])1 (examples|processors|threads|rounds)"
    r"|factor of 1\.00|\be[-+]\d|  |\.\.| ,| \.|(?<![\d,.])0(\.0+)? [mµn]?s\b"
)
DIGITS = RacedNetwork(name="a digit classifier", sizes=(784, 128, 10), activations=("relu", "softmax"))


def changed(**update: object) -> Race:
    """The worked race with changed fields."""
    return worked().model_copy(update=update)


def with_series(**series: Series) -> Race:
    return changed(series={**worked().series, **series})


def of_result(race: Race, guess: float | None = 40) -> Result:
    return result(race, title="", is_over=True, guess=guess, beside=[race], csv_url="", save_url="")


def sentences(race: Race, guess: float | None = 40) -> list[str]:
    """All texts about a race."""
    shown = of_result(race, guess)
    explained = shown.explained
    assert explained
    thoughts = [text for _, texts in explained.thoughts for text in texts]
    rows = [getattr(row, field.name) for row in explained.calls for field in fields(row)]
    facts = [text for name, text in explained.how if name in ("Timing", "Memory", "Figures")]
    opened = [each.headline for each in shown.opened]
    return [shown.headline, shown.guess, explained.agreement, *thoughts, *rows, *facts, *opened]


def about(shown: float, true: float) -> bool:
    return abs(shown - true) <= 0.051 * true


# --- the worked example: 10 µs a trip against 20 µs once and 0.1 µs for each example


def test_the_headline_of_the_worked_race() -> None:
    """At m = 1,000: 10 ms against 120 µs."""
    assert words.headline(worked()) == "At m = 1,000 the loop took 83 times as long as the matrix form."


@pytest.mark.parametrize(
    ("guess", "answer"),
    [
        (40, "You guessed 40. It was 83. Your guess is too low by a factor of 2.1."),
        (300, "You guessed 300. It was 83. Your guess is too high by a factor of 3.6."),
        (100, "You guessed 100. It was 83. Your guess is close."),
        (83.5, "You guessed 83.5. It was 83. Your guess is close."),
    ],
)
def test_the_answer_to_a_guess(guess: float, answer: str) -> None:
    assert words.guess(worked(), guess) == answer


def test_the_costs_of_the_worked_race() -> None:
    assert words.why(worked()) == [
        "Take a time as two costs: one for the whole pass, however many examples there are, and one for each example. "
        "These are the costs that come nearest to what was measured.",
        "Each trip through the loop costs about 10 µs. Most of that goes into calling Python and NumPy: with two "
        "neurons in each layer, where there is next to nothing to compute, a trip takes 90 % of the time.",
        "The matrix form makes its calls once for all examples. They cost about 20 µs. After that each example costs "
        "about 100 ns.",
    ]


def test_the_agreement_of_the_worked_race() -> None:
    assert words.agreement(worked()) == (
        "Plain Python and the loop made the numbers of the matrix form: the largest difference is 2.0·10⁻¹⁶. In "
        "float32, which keeps about seven digits of a number, the largest difference is 3.0·10⁻⁷."
    )


def test_how_the_worked_race_was_measured() -> None:
    assert words.how(worked()) == [
        ("Machine", "A machine, Linux x86_64, 4 processors"),
        ("Software", "CPython 3.13.1, NumPy 2.4.6"),
        ("Matrix product", "openblas 0.3.31 Haswell, 1 thread"),
        ("Timing", "after a warm-up, 15 rounds of at least 2 ms, programs in turn"),
        ("Garbage collection", "switched off while the clock runs"),
        ("Figures", "rounded to two digits; a ratio is that of the times before they are rounded"),
        ("Memory", "the process held 100 MB at most"),
        ("Date", "2026-01-01 12:00 UTC"),
    ]


def test_a_count_of_one_is_singular() -> None:
    assert words.waiting(1).startswith("One race runs before yours.")
    assert words.measuring(1).startswith("Measuring m = 1: 1 example, ")


# --- other kinds of race


def test_trip_of_mostly_arithmetic_has_share_of_calls_and_bytes_of_weights() -> None:
    """784·128 + 128·10 weights of 8 bytes are 813,056 bytes."""
    race = with_series(loop=line(12e-6, 65e-6)).model_copy(
        update={"network": DIGITS, "trip": Trip(whole=65e-6, calls=15e-6)}
    )
    assert words.why(race)[1] == (
        "Each trip through the loop costs about 65 µs. Calling Python and NumPy takes 23 % of that: so much is left "
        "of a trip with two neurons in each layer. The rest is arithmetic, one example at a time. For each example "
        "the loop reads all weights again, 794 kB."
    )


@pytest.mark.parametrize("costs", [(0, 1e-7), (20e-6, 0)])
def test_costs_of_the_matrix_form_are_omitted_if_one_is_not_measurable(costs: tuple[float, float]) -> None:
    assert len(words.why(with_series(vectorized=line(*costs)))) == 2


def test_unknown_costs_are_not_explained() -> None:
    assert words.why(changed(trip=None))[1] == "Each trip through the loop costs about 10 µs."
    assert words.why(with_series(loop=line(1e-3, 0))) == []


def test_misfit_is_described_at_its_worst_point() -> None:
    """The costs stay near the other ten points, where m = 1,000 takes 120 µs; there it took 480 µs."""
    series = line(20e-6, 0.1e-6)
    slow = {key: (*getattr(series, key)[:6], 480e-6, *getattr(series, key)[7:]) for key in ("q1", "median", "q3")}
    assert words.why(with_series(vectorized=series.model_copy(update=slow)))[-1] == (
        "Two such costs do not describe the matrix form well: at m = 1,000 it was 3.9 times as slow as they say."
    )


@pytest.mark.parametrize(
    ("matrix", "said"),
    [
        ((5e-6, 1e-7), "the matrix form is faster than the loop from the first example on."),
        ((14e-6, 1e-7), "the matrix form is faster than the loop from two examples on."),
        ((20e-6, 11e-6), "the loop is faster than the matrix form from the first example on."),
        ((5.0, 1e-7), "the loop is faster than the matrix form up to m = 100,000 at least."),
        (
            (20e-6, 1e-7),  # 10 m = 20 + 0.1 m at m = 2.02
            "the loop and the matrix form take the same time near m = 2: with fewer examples the loop is faster, "
            "with more the matrix form.",
        ),
    ],
)
def test_from_which_m_on_a_program_is_faster(matrix: tuple[float, float], said: str) -> None:
    assert words.overtaking(with_series(vectorized=line(*matrix))) == f"By these costs {said}"


@pytest.mark.parametrize(
    ("agrees", "said"),
    [
        ({"lists": True, "loop": True}, "Plain Python and the loop made the numbers of the matrix form: "),
        ({"lists": True, "loop": False}, "Plain Python and the loop made other numbers than the matrix form: "),
        ({"loop": True}, "The loop made the numbers of the matrix form: "),
        ({"float32": True}, "In float32, "),
    ],
)
@pytest.mark.parametrize("difference", [0.0, 1e-16, 0.25])
def test_the_agreement_names_the_programs_that_were_compared(
    agrees: dict[str, bool], said: str, difference: float
) -> None:
    differences = dict.fromkeys(agrees, difference)
    assert words.agreement(changed(differences=differences, agree=agrees)).startswith(said)


def test_a_race_of_an_older_file_has_its_largest_difference_without_a_verdict() -> None:
    said = words.agreement(changed(differences={"lists": 2e-16, "loop": 0.0}, agree={}))
    assert said == "The largest difference of plain Python and the loop from the matrix form is 2.0·10⁻¹⁶."


def test_unfinished_race_is_judged_at_the_largest_common_m() -> None:
    race = with_series(loop=line(0, 10e-6, EXAMPLE_COUNTS[:4])).model_copy(update={"is_whole": False})
    assert words.headline(race) == "At m = 30 the loop took 13 times as long as the matrix form."
    assert words.guess(race, 40).endswith("by a factor of 3.1. That is at m = 30, as far as both programs came.")


def test_headline_if_the_loop_is_faster_or_as_fast() -> None:
    faster, even = with_series(loop=line(0, 1e-8)), with_series(loop=line(20e-6, 0.1e-6))
    assert words.headline(faster) == "At m = 1,000 the matrix form took 12 times as long as the loop."
    assert words.headline(even) == "At m = 1,000 the loop took about as long as the matrix form."
    assert words.overtaking(even) == ""


def test_empty_race_has_only_the_facts_of_measuring() -> None:
    race = changed(series={}, stopped={}, differences={}, memory=None)
    names = ["Machine", "Software", "Matrix product", "Garbage collection", "Figures", "Date"]
    assert [name for name, _ in words.how(race)] == names
    assert not any((words.headline(race), words.guess(race, 40), words.agreement(race), words.overtaking(race)))
    assert words.why(race) == []


def test_rounds_are_a_number_or_a_range() -> None:
    seven = worked().series["loop"].model_copy(update={"rounds": (7,) * 9})
    assert "7 to 15 rounds" in dict(words.how(with_series(loop=seven)))["Timing"]


# --- any race


@given(races(), st.none() | GUESSES)
def test_no_sentence_has_malformed_numbers_or_plurals(race: Race, guess: float | None) -> None:
    for text in sentences(race, guess):
        assert not NONSENSE.search(text), text
        assert text == text.strip()
        assert text == "" or text[0].isupper() or not text.endswith(".")


@given(races(), GUESSES)
def test_the_answer_to_a_guess_names_the_direction_and_the_factor(race: Race, guess: float) -> None:
    said, found = words.guess(race, guess), words.judged(race)
    assert bool(said) == bool(found)
    if not found:
        return
    made = re.match(r"You guessed ([\d,.]+)\. It was ([\d,.]+)\. Your guess is (.+?)\.(?: That|$)", said)
    assert made
    guessed, measured = (float(made[n].replace(",", "")) for n in (1, 2))
    assert guessed == pytest.approx(guess)
    assert about(measured, found[1])
    if made[3] == "close":
        assert 1 / 1.26 <= guessed / measured <= 1.26
        return
    way, factor = re.fullmatch(r"too (high|low) by a factor of ([\d,.]+)", made[3]).groups()  # type: ignore[union-attr]
    assert (way == "high") == (guessed > measured)
    assert about(float(factor.replace(",", "")), max(guessed / measured, measured / guessed))


@given(races(USUAL_M))
def test_the_headline_and_the_table_have_the_same_ratio(race: Race) -> None:
    shown, found = of_result(race), words.judged(race)
    assert bool(shown.headline) == bool(found) == ({"loop", "vectorized"} <= set(race.series))
    if not found:
        return
    m, times = found
    assert m == min(1_000, race.series["loop"].m[-1], race.series["vectorized"].m[-1])
    (row,) = [row for row in shown.table.rows if row.head == f"{m:,}"]
    assert row.cells[-1].value == times_as(times)
    if "the loop took about" not in shown.headline:
        assert ("the loop took" in shown.headline) == (times > 1)
        assert times_as(max(times, 1 / times)) in shown.headline


@given(races())
def test_the_costs_in_the_sentences_are_those_of_the_fit(race: Race) -> None:
    fitted = lines(race)
    for start, program in (("Each trip through the loop", "loop"), ("After that each example", "vectorized")):
        for made in re.finditer(rf"{start} costs about ([\d,.]+) (\w+)\.", " ".join(words.why(race))):
            unit = {name: unit for unit, name in TIME_UNITS}[made[2]]
            assert about(float(made[1].replace(",", "")) * unit, fitted[program].each)


@given(races())
def test_program_called_faster_is_faster_by_the_costs(race: Race) -> None:
    keys, fitted, said = {name: key for key, name in words.SUBJECTS.items()}, lines(race), words.overtaking(race)
    if made := re.match(r"By these costs (.+) is faster than (.+) (?:from|up to)", said):
        first, then = (fitted[keys[name]] for name in made.groups())
        m = 3 if "from" in said else 1
        assert first.at(m) <= then.at(m)
    elif made := re.match(r"By these costs .* examples (.+) is faster, with more (.+)\.", said):
        before, after = (fitted[keys[name]] for name in made.groups())
        assert before.at(1) <= after.at(1)
        assert before.at(10**7) >= after.at(10**7)
