"""The sentences about a race: exact for a worked example, true and without nonsense for any race."""

import re
from dataclasses import fields
from datetime import timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.speed.model import activity, examples_in, lines, ratio
from app.state.record import Network, Race, Series, Trip, read_saved, saved_text
from app.views import race_words as words
from app.views.measures import TIMES, times_as
from app.views.race_result import Result, result
from tests.speed.races import LADDER, MACHINE, line, races, worked
from tests.views.random_races import races as opened_races

GUESSES = st.floats(1e-6, 1e6)
NONSENSE = re.compile(
    r"nan|inf\b|None|\{|-\d|−\d|\d\.\d*\.\d|\b0 examples|(?<![\d,.])1 (examples|processors|threads|rounds)"
    r"|factor of 1\.00|\be[-+]\d|  |\.\.| ,| \.|(?<![\d,.])0(\.0+)? [mµn]?s\b"
)
DIGITS = Network(name="a digit classifier", sizes=(784, 128, 10), activations=("relu", "softmax"))


def changed(**update: object) -> Race:
    """The worked race with something else in it."""
    return worked().model_copy(update=update)


def with_series(**series: Series) -> Race:
    return changed(series={**worked().series, **series})


def without(*programs: str) -> Race:
    return changed(series={key: each for key, each in worked().series.items() if key not in programs})


def of_result(race: Race, guess: float | None = 40) -> Result:
    return result(race, title="", is_over=True, guess=guess, beside=[race], csv_url="", save_url="")


def sentences(race: Race, guess: float | None = 40) -> list[str]:
    """Every text that is made for that race."""
    shown = of_result(race, guess)
    told = shown.explained
    assert told
    thoughts = [text for _, texts in told.thoughts for text in texts]
    rows = [getattr(row, field.name) for row in told.calls for field in fields(row)]
    return [
        *(shown.headline, shown.guess, shown.spread, told.agreement, told.cache, told.batches),
        *(*thoughts, *rows, *told.rooms, *(text for name, text in told.how if name in ("Timing", "Memory", "Figures"))),
        *(each.headline for each in shown.opened),
    ]


def seconds(text: str) -> float:
    """The time that a sentence names."""
    number, name = text.split(" ")
    return float(number.replace(",", "")) * {name: unit for unit, name in TIMES}[name]


def about(shown: float, true: float) -> bool:
    return abs(shown - true) <= 0.051 * true


# --- the worked example: 10 µs a trip against 20 µs once and 0.1 µs for each example


def test_what_came_out_of_the_worked_race() -> None:
    """At m = 1,000: 10 ms against 120 µs. A tenth up and down: from 9/132 ms to 11/108 ms."""
    assert words.headline(worked()) == "At m = 1,000 the loop took 83 times as long as the matrix form."
    assert words.spread(worked()) == "From round to round it varies, mostly between 68 and 100 times."


@pytest.mark.parametrize(
    ("guess", "answer"),
    [
        (40, "You guessed 40. It was 83. Your guess is too low by a factor of 2.1."),
        (300, "You guessed 300. It was 83. Your guess is too high by a factor of 3.6."),
        (100, "You guessed 100. It was 83. Your guess is close."),
        (0.000001, "You guessed 0.000001. It was 83. Your guess is too low by a factor of 83,000,000."),
        (1e6, "You guessed 1,000,000. It was 83. Your guess is too high by a factor of 12,000."),
        (83.5, "You guessed 83.5. It was 83. Your guess is close."),
    ],
)
def test_the_answer_to_a_guess(guess: float, answer: str) -> None:
    assert words.guess(worked(), guess) == answer


def test_why_the_worked_race_came_out_as_it_did() -> None:
    assert words.why(worked()) == [
        "Take a time as two costs: one for the whole pass, however many examples there are, and one for each example. "
        "These are the costs that come nearest to what was measured.",
        "Each trip through the loop costs about 10 µs. Most of that goes into calling Python and NumPy: with two "
        "neurons in each layer, where there is next to nothing to compute, a trip takes 90 % of the time.",
        "The matrix form makes its calls once for all examples. They cost about 20 µs. After that each example costs "
        "about 100 ns.",
        "By these costs, with very many examples the loop takes about 100 times as long as the matrix form. The matrix "
        "form saves the calls of every trip, and they are most of its cost.",
        "Plain Python needs about 4.0 µs for an example, for 20 products of two numbers. That is less than a trip "
        "through the loop with NumPy. A call of NumPy costs more than it saves when there is so little to compute.",
    ]


def test_where_the_programs_of_the_worked_race_overtake_each_other() -> None:
    """10 m = 20 + 0.1 m at m = 2.02, and 4 m = 20 + 0.1 m at m = 5.1."""
    assert words.meetings(worked()) == [
        "By these costs the loop and the matrix form take the same time near m = 2: with fewer examples the loop is "
        "faster, with more the matrix form.",
        "At m = 1 both make the same products and activations: the loop took 10 µs, the matrix form 20 µs.",
        "By these costs plain Python and the matrix form take the same time near m = 5: with fewer examples plain "
        "Python is faster, with more the matrix form.",
    ]


def test_what_else_is_said_of_the_worked_race() -> None:
    """40 operations for each of 100,000 examples in 10 ms are 0.4 billion a second; 40 billion would be all."""
    assert words.peak(worked()) == [
        "A large matrix product alone did 40 billion products and sums of numbers a second in this race. At m = "
        "100,000 the matrix form reached 1 % of that.",
        "With matrices this small, most time goes into reading and writing numbers and into activations.",
    ]
    assert words.fit_quality(worked()) == [
        "A cost for the whole pass and a cost for each example describe plain Python, the loop, the matrix form and "
        "the matrix form in float32: every measured time is within a factor of 1.01 of what they say."
    ]
    assert words.agreement(worked()) == (
        "Plain Python and the loop made the numbers of the matrix form: the largest difference is 2.0·10⁻¹⁶. In "
        "float32, which keeps about seven digits of a number, the largest difference is 3.0·10⁻⁷."
    )
    assert words.rooms(worked()) == [
        "X, Z and A of 273 examples fit into the L1 cache, 32 kB.",
        "X, Z and A of 4,369 examples fit into the L2 cache, 512 kB.",
        "X, Z and A of 139,810 examples fit into the L3 cache, 16 MB.",
        "All of the machine’s memory, 8.0 GB, would hold 71,600,000 examples.",
    ]


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


def test_while_a_race_waits_and_runs() -> None:
    assert words.waiting(1).startswith("One race runs before yours.")
    assert words.waiting(3).startswith("3 races are before yours.")
    assert words.measuring(None).startswith("Measuring what a call costs")
    assert words.measuring(1).startswith("Measuring m = 1: 1 example, ")
    assert words.measuring(3_000).startswith("Measuring m = 3,000: 3,000 examples, ")


# --- other kinds of race


def digits_race(calls: float = 15e-6) -> Race:
    """65 µs a trip, of which most is arithmetic; the matrix form takes 8.6 µs for each example."""
    series = {
        "lists": line(0, 9.9e-3, LADDER[:3]),
        "loop": line(12e-6, 65e-6, LADDER[:8]),
        "vectorized": line(60e-6, 8.6e-6, LADDER[:9]),
    }
    return changed(network=DIGITS, series=series, trip=Trip(whole=65e-6, calls=calls), peak={"float64": 40e9})


def test_where_arithmetic_is_a_part_of_a_trip_both_parts_are_told_and_add_up() -> None:
    _, trip, matrix, gain, plain = words.why(digits_race())
    assert trip == (
        "Each trip through the loop costs about 65 µs. Calling Python and NumPy takes 15 µs of that: so much is left "
        "of a trip with two neurons in each layer. The other 50 µs are arithmetic, one example at a time. For each "
        "example the loop reads all weights again, 794 kB."
    )
    assert matrix.endswith(
        "After that each example costs about 8.6 µs. A row of weights that has been read serves many examples, so the "
        "arithmetic is faster than in a trip."
    )
    assert gain == (
        "By these costs, with very many examples the loop takes about 7.6 times as long as the matrix form. It is not "
        "more because a good part of a trip is arithmetic, which has to be done either way."
    )
    assert plain.endswith("for 101,632 products of two numbers. That is 150 times a trip through the loop with NumPy.")
    assert words.peak(digits_race()) == [
        "A large matrix product alone did 40 billion products and sums of numbers a second in this race. "
        "At m = 10,000 the matrix form reached 59 % of that."
    ]


def test_where_calls_are_next_to_nothing_of_a_trip_their_share_is_told() -> None:
    assert "Calling Python and NumPy takes 3 % of that: so little is left" in words.why(digits_race(calls=2e-6))[1]


def test_where_a_tiny_trip_takes_as_long_nothing_is_said_of_arithmetic() -> None:
    _, trip, matrix, gain, _ = words.why(digits_race(calls=70e-6))
    assert trip.endswith("Nearly all of that goes into calling Python and NumPy: with two neurons in each layer, where "
                         "there is next to nothing to compute, a trip takes just as long.")  # fmt: skip
    assert "weights" not in matrix
    assert "arithmetic" not in gain


def test_without_a_trip_nothing_is_said_of_what_is_in_it() -> None:
    _, trip, matrix, gain, _ = words.why(changed(trip=None))
    assert trip == "Each trip through the loop costs about 10 µs."
    assert "weights" not in matrix
    assert gain.endswith("100 times as long as the matrix form.")


@pytest.mark.parametrize(
    ("each", "end"),
    [
        (4e-6, "By these costs, with very many examples the loop takes about 2.5 times as long as the matrix form."),
        (10e-6, "By these costs, with very many examples both take about as long."),
        (40e-6, "By these costs, with very many examples the matrix form takes about 4.0 times as long as the loop."),
    ],
)
def test_who_is_faster_in_the_long_run(each: float, end: str) -> None:
    race = with_series(vectorized=line(20e-6, each)).model_copy(update={"trip": None})
    assert words.why(race)[3] == end


@pytest.mark.parametrize(
    ("fixed", "each", "said"),
    [
        (0, 1e-7, "What they cost is too little to be seen here; each example costs about 100 ns."),
        (20e-6, 0, "They cost about 20 µs. More examples add next to nothing to that."),
    ],
)
def test_a_cost_of_nothing_is_no_figure(fixed: float, each: float, said: str) -> None:
    race = with_series(vectorized=line(fixed, each))
    assert words.why(race)[2] == f"The matrix form makes its calls once for all examples. {said}"
    assert not any(NONSENSE.search(text) for text in sentences(race))


def test_of_a_loop_that_takes_no_longer_for_more_examples_no_cost_of_a_trip_is_told() -> None:
    assert words.why(with_series(loop=line(1e-3, 0))) == []
    assert not any("Plain Python needs" in text for text in words.why(with_series(lists=line(1e-3, 0))))


def test_plain_python_about_as_fast_as_a_trip() -> None:
    said = words.why(with_series(lists=line(0, 11e-6)))[-1]
    assert said.endswith("That is about as much as a trip through the loop with NumPy.")
    wide = digits_race().model_copy(update={"series": {**digits_race().series, "lists": line(0, 1e-6)}})
    assert words.why(wide)[-1].endswith("That is less than a trip through the loop with NumPy.")


@pytest.mark.parametrize(
    ("matrix", "said"),
    [
        ((5e-6, 1e-7), "the matrix form is faster than the loop from the first example on."),
        ((14e-6, 1e-7), "the matrix form is faster than the loop from two examples on."),
        ((20e-6, 11e-6), "the loop is faster than the matrix form from the first example on."),
        ((5.0, 1e-7), "the loop is faster than the matrix form up to m = 100,000 at least."),
    ],
)
def test_from_where_on_the_one_is_faster(matrix: tuple[float, float], said: str) -> None:
    assert words.meetings(with_series(vectorized=line(*matrix)))[0] == f"By these costs {said}"


def test_equal_programs_do_not_overtake_each_other() -> None:
    assert words.meetings(with_series(lists=line(20e-6, 1e-7), loop=line(20e-6, 1e-7))) == []


def test_why_the_loop_is_slower_for_one_example() -> None:
    said = words.meetings(with_series(vectorized=line(5e-6, 1e-7)))[1]
    assert said.endswith("The loop also has to cut its example out of X and to put the results into Z and A.")
    later = with_series(loop=line(0, 1e-5, LADDER[1:5]))
    assert not any("At m = 1 " in text for text in words.meetings(later))


def off(factor: float, place: int, spread: float = 0.1) -> Series:
    """The worked matrix form with one point off the line."""
    series = line(20e-6, 0.1e-6)
    times = {"median": 1.0, "q1": 1 - spread, "q3": 1 + spread}
    parts = {
        key: tuple(
            series.median[n] * share * (factor if n == place else 1) if n == place else getattr(series, key)[n]
            for n in range(len(series.m))
        )
        for key, share in times.items()
    }
    return series.model_copy(update=parts)


def test_a_misfit_beyond_a_cache_is_told_with_the_cache() -> None:
    """100,000 examples of 15 numbers of 8 bytes are 12,000,000 bytes: more than L1 and L2, less than L3."""
    race = with_series(vectorized=off(3, -1 % len(LADDER)))
    good, bad = words.fit_quality(race)
    assert "plain Python, the loop and the matrix form in float32" in good
    worst = lines(race)["vectorized"]
    assert worst.worst_m == 100_000
    assert bad == (
        f"Two such costs do not describe the matrix form well: at m = 100,000 it was {words.figure_of(worst.worst)} "
        "times as slow as they say. There X, Z and A take 11 MB, more than the 512 kB of the L2 cache, which may be "
        "the reason."
    )
    unknown = race.model_copy(update={"machine": MACHINE.model_copy(update={"caches": {}})})
    assert words.fit_quality(unknown)[1].endswith("times as slow as they say.")


def test_a_misfit_elsewhere_is_not_blamed_on_a_cache_but_on_its_rounds() -> None:
    race = with_series(vectorized=off(4, 8, spread=0.5))
    (bad,) = [text for text in words.fit_quality(race) if "not describe" in text]
    assert "cache" not in bad
    assert bad.endswith("There the rounds differ a lot: their quartiles are 2.0 ms and 6.1 ms.")


def test_what_was_faster_than_its_costs_say_is_told_so() -> None:
    race = with_series(vectorized=off(1 / 2, 6))
    (bad,) = [text for text in words.fit_quality(race) if "not describe" in text]
    assert re.search(r"at m = 1,000 it was 1\.61 times as fast as they say\.$", bad)


def test_a_misfit_stands_alone_where_nothing_fits() -> None:
    series = off(4, 4)
    race = changed(series={"vectorized": series})
    (said,) = words.fit_quality(race)
    assert said.startswith("Two such costs do not describe the matrix form well: at m = 100 ")


def test_a_program_of_another_version_is_no_subject_of_a_sentence() -> None:
    race = changed(series={**worked().series, "numba": line(0, 1e-6)}, differences={"numba": 0.1})
    assert not any("numba" in text for text in sentences(race))


@pytest.mark.parametrize(
    ("double", "said"),
    [
        (0.0, "Plain Python and the loop made exactly the numbers of the matrix form."),
        (
            0.25,
            "Plain Python and the loop made other numbers than the matrix form: the largest difference is 2.5·10⁻¹.",
        ),
    ],
)
def test_whether_the_programs_agree(double: float, said: str) -> None:
    assert words.agreement(changed(differences={"lists": 0.0, "loop": double})) == said


def test_only_programs_that_were_compared_are_said_to_agree() -> None:
    assert words.agreement(changed(differences={"loop": 1e-16})).startswith("The loop made the numbers")
    assert words.agreement(changed(differences={"float32": 1e-7})).startswith("In float32, ")
    assert words.agreement(changed(differences={})) == ""


def test_without_a_peak_nothing_is_compared_with_it_and_no_share_is_above_all() -> None:
    assert words.peak(changed(peak={})) == []
    assert words.peak(without("vectorized")) == []
    assert words.peak(changed(peak={"float64": 1e6}))[0].endswith("the matrix form reached all of that.")


def test_rooms_of_one_example_and_of_none() -> None:
    small = MACHINE.model_copy(update={"caches": {"L1": 100, "L2": 130}, "memory": 1000})
    assert words.rooms(changed(machine=small)) == [
        "The L1 cache, 100 bytes, is too small for X, Z and A of a single example.",
        "X, Z and A of 1 example fit into the L2 cache, 130 bytes.",
        "All of the machine’s memory, 1,000 bytes, would hold 8 examples.",
    ]
    assert words.rooms(changed(machine=MACHINE.model_copy(update={"caches": {}, "memory": None}))) == []


def test_one_program_alone_makes_no_comparison() -> None:
    race = without("lists", "loop", "float32")
    assert (words.headline(race), words.spread(race), words.guess(race, 40)) == ("", "", "")
    assert words.why(race) == words.meetings(race) == []
    assert len(words.fit_quality(race)) == 1


def test_an_unfinished_race_is_judged_as_far_as_both_came() -> None:
    race = with_series(loop=line(0, 10e-6, LADDER[:4])).model_copy(update={"is_whole": False})
    assert words.headline(race) == "At m = 30 the loop took 13 times as long as the matrix form."
    assert words.guess(race, 40).endswith("by a factor of 3.1. That is at m = 30, as far as both programs came.")


def test_where_the_loop_is_faster_the_sentences_turn_round() -> None:
    race = with_series(loop=line(0, 1e-8, LADDER[:9]))
    assert words.headline(race) == "At m = 1,000 the matrix form took 12 times as long as the loop."
    assert words.spread(race) == "From round to round it varies, mostly between 9.8 and 15 times."
    even = with_series(loop=line(20e-6, 0.1e-6, spread=0), vectorized=line(20e-6, 0.1e-6, spread=0))
    assert words.headline(even) == "At m = 1,000 the loop took about as long as the matrix form."
    assert words.spread(even) == "From round to round it hardly varies."


def test_an_empty_race_has_nothing_to_say_but_how() -> None:
    race = changed(series={}, stopped={}, differences={}, memory=None)
    assert [name for name, _ in words.how(race)] == [
        *("Machine", "Software", "Matrix product", "Garbage collection", "Figures", "Date")
    ]
    assert words.headline(race) == words.agreement(race) == ""


def test_the_date_is_utc_wherever_it_was_written() -> None:
    elsewhere = worked().date.astimezone(timezone(timedelta(hours=5, minutes=30)))
    (race,) = read_saved(saved_text(worked()).replace(worked().date.isoformat().replace("+00:00", "Z"), str(elsewhere)))
    assert dict(words.how(race))["Date"] == "2026-01-01 12:00 UTC"


def test_rounds_are_those_of_the_race() -> None:
    series = worked().series["loop"].model_copy(update={"rounds": (7,) * 9})
    assert "7 to 15 rounds" in dict(words.how(with_series(loop=series)))["Timing"]


# --- any race


@given(races() | opened_races(), st.none() | GUESSES)
def test_no_race_makes_nonsense(race: Race, guess: float | None) -> None:
    names = {race.machine.name, race.machine.system, race.network.name}
    for text in sentences(race, guess):
        if not any(name in text for name in names):
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
    assert about(measured, found.median)
    if made[3] == "close":
        assert 1 / 1.26 <= guessed / measured <= 1.26
        return
    way, factor = re.fullmatch(r"too (high|low) by a factor of ([\d,.]+)", made[3]).groups()  # type: ignore[union-attr]
    assert (way == "high") == (guessed > measured)
    assert about(float(factor.replace(",", "")), max(guessed / measured, measured / guessed))


@given(races())
def test_the_headline_the_table_and_the_spread_have_the_same_ratio(race: Race) -> None:
    shown, found = of_result(race), words.judged(race)
    assert bool(shown.headline) == bool(found) == bool(shown.spread)
    if not found:
        return
    (row,) = [row for row in shown.table.rows if row.head == f"{found.m:,}"]
    loop, matrix = race.at("loop", found.m), race.at("vectorized", found.m)
    assert loop
    assert matrix
    assert row.cells[-1].figure == times_as(loop.median / matrix.median)
    if "the loop took about" not in shown.headline:
        factor = loop.median / matrix.median
        assert ("the loop took" in shown.headline) == (factor > 1)
        assert times_as(max(factor, 1 / factor)) in shown.headline
    between = re.search(r"between ([\d,.]+) and ([\d,.]+) times", shown.spread)
    if between:
        low, high = (float(each.replace(",", "")) for each in between.groups())
        assert low < high
        edges = sorted((loop.q1 / matrix.q3, loop.q3 / matrix.q1))
        turned = "the matrix form took" in shown.headline
        assert about(low, 1 / edges[1] if turned else edges[0])
        assert about(high, 1 / edges[0] if turned else edges[1])


@given(races())
def test_every_cost_in_a_sentence_is_that_of_the_fit(race: Race) -> None:
    fitted = lines(race)
    for said in words.why(race):
        if made := re.match(r"Each trip through the loop costs about ([\d,.]+ \w+)\.", said):
            assert about(seconds(made[1]), fitted["loop"].each)
        if made := re.search(r"each example costs about ([\d,.]+ \w+)\.", said):
            assert about(seconds(made[1]), fitted["vectorized"].each)
        if made := re.search(r"with very many examples the (loop|matrix form) takes about ([\d,.]+) times", said):
            gain = fitted["loop"].each / fitted["vectorized"].each
            assert about(float(made[2].replace(",", "")), gain if made[1] == "loop" else 1 / gain)
        if made := re.search(r"takes ([\d,.]+) (\w+) of that: so much.* The other ([\d,.]+) (\w+) are", said):
            whole = re.match(r"Each trip through the loop costs about ([\d,.]+) ", said)
            assert whole
            one, other, both = (float(each.replace(",", "")) for each in (made[1], made[3], whole[1]))
            assert made[2] == made[4]
            assert one + other == pytest.approx(both)


@given(races())
def test_who_is_said_to_be_faster_is_faster_by_the_costs(race: Race) -> None:
    keys = {name: key for key, name in words.SUBJECTS.items()}
    fitted = lines(race)
    for said in words.meetings(race):
        if made := re.match(r"By these costs (.+) is faster than (.+) (?:from|up to)", said):
            first, then = (fitted[keys[name]] for name in made.groups())
            m = 3 if "from" in said else 1
            assert first.at(m) <= then.at(m)
        elif made := re.match(r"By these costs (.+) and (.+) take .* examples (.+) is faster, with more (.+)\.", said):
            assert {made[1], made[2]} == {made[3], made[4]}
            before, after = (fitted[keys[made[n]]] for n in (3, 4))
            assert before.at(1) <= after.at(1)
            assert before.at(10**7) >= after.at(10**7)


@given(races())
def test_every_program_with_enough_points_is_said_to_fit_or_not_once(race: Race) -> None:
    said = words.fit_quality(race)
    good = [text for text in said if text.startswith("A cost for the whole pass")]
    for program, fitted in lines(race).items():
        name = words.SUBJECTS[program]
        bad = [text for text in said if text.startswith(f"Two such costs do not describe {name} well:")]
        assert len(bad) == (not fitted.fits)
        if bad:
            point = race.at(program, fitted.worst_m)
            assert point
            assert f"at m = {fitted.worst_m:,} " in bad[0]
            assert ("as slow as" in bad[0]) == (point.median > fitted.at(fitted.worst_m))
        else:
            assert name in good[0]
            factor = re.search(r"within a factor of ([\d.]+)", good[0])
            assert factor
            assert fitted.worst <= float(factor[1])


@given(races())
def test_as_many_examples_as_are_said_to_fit_do(race: Race) -> None:
    for said, size in zip(words.rooms(race), race.machine.caches.values(), strict=False):
        made = re.search(r"of ([\d,]+) examples? fit", said)
        assert (int(made[1].replace(",", "")) if made else 0) == examples_in(race.network.sizes, size)


@given(races())
def test_a_share_of_the_peak_is_that_of_the_largest_m(race: Race) -> None:
    reached = activity(race, "vectorized", "float64")
    said = words.peak(race)
    assert bool(said) == (reached is not None)
    made = re.search(r"At m = ([\d,]+) the matrix form reached ([\d.,]+) %", said[0]) if said else None
    if made and reached and "less" not in said[0]:
        assert int(made[1].replace(",", "")) == race.series["vectorized"].m[-1]
        assert abs(float(made[2]) - 100 * reached) <= 0.51 * max(1, 100 * reached)


@given(races())
def test_the_ratio_that_is_talked_about_is_at_a_thousand_or_as_far_as_both_came(race: Race) -> None:
    found = words.judged(race)
    if not found:
        assert not ({"loop", "vectorized"} <= set(race.series))
        return
    assert found == ratio(race, "loop", "vectorized", found.m)
    assert found.m == min(1_000, race.series["loop"].m[-1], race.series["vectorized"].m[-1])
