"""Invalid addresses: a sentence for each invalid key, and every typed value returned."""

from contextlib import contextmanager

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.engine.network import Sizes
from app.state import KEYS, BadAddress, State, parse
from app.state.state import MATRICES
from tests.support.strategies import plain

PLANS = {"course": plain(Sizes((3, 4, 2), 5)), "wide": plain(Sizes((4, 5, 3), 150))}
ANY_TEXT = st.text(st.characters(), max_size=50)  # lone surrogates too
NO_CELLS = (
    *("Z1", "Z1.3", "Z1.3.2.1", "3", "3,2", ".1.1", "Z1..1", "Z.1.1", "z1.1.1"),
    *("Z0.1.1", "X1.1.1", "Z1.0.1", "Z1.1.0", "Z1.-1.1", "0.1", "Z1.1.1234567", "Z٣.1.1"),
)
NEAR_MISSES = st.text("0123456789.-+eEXWbZA ٣²", max_size=45)


def refused(*pairs: tuple[str, str]) -> BadAddress:
    with pytest.raises(BadAddress) as caught:
        parse(pairs, PLANS)
    return caught.value


@pytest.mark.parametrize("text", ["-1", "21", "999999", "1234567", "1.0", "1e1", "+1", " 1", "x", "٣", "0x1", "NaN"])
def test_invalid_step_is_reported(text: str) -> None:
    problems = refused(("step", text)).problems
    assert problems == {"step": f"The step is a whole number from 0 to 20 here, not “{text}”."}


def test_largest_step_depends_on_view_and_preset() -> None:
    assert "from 0 to 4 here" in refused(("view", "vectorized"), ("step", "5")).problems["step"]
    assert "from 0 to 600 here" in refused(("preset", "wide"), ("step", "601")).problems["step"]
    assert parse([("preset", "wide"), ("step", "600")], PLANS).step == 600


@pytest.mark.parametrize(("key", "text"), [("step", "20"), ("window", "5"), ("cell", "Z1.4.5"), ("cell", "W2.2.4")])
def test_values_at_the_limits_are_valid(key: str, text: str) -> None:
    assert isinstance(parse([(key, text)], PLANS), State)


@pytest.mark.parametrize("text", ["both", "Loop", "loop ", "1"])
def test_invalid_view_is_reported(text: str) -> None:
    assert refused(("view", text)).problems == {"view": f"The view is loop or vectorized, not “{text}”."}


@pytest.mark.parametrize("text", ["Course", "courses", "0"])
def test_unknown_preset_is_reported(text: str) -> None:
    sentence = f"There is no network called “{text}”. There are: course, wide."
    assert refused(("preset", text)).problems == {"preset": sentence}


@pytest.mark.parametrize("text", ["0", "6", "-1", "one", "1234567"])
def test_invalid_window_is_reported(text: str) -> None:
    sentence = f"The window starts at an example from 1 to 5, not “{text}”."
    assert refused(("window", text)).problems == {"window": sentence}


@pytest.mark.parametrize("text", ["2", "-1", "yes", "true", "1.0"])
def test_invalid_classroom_mode_is_reported(text: str) -> None:
    assert refused(("present", text)).problems == {"present": f"Classroom mode is 1 or 0, not “{text}”."}


@pytest.mark.parametrize("text", ["row", "Column", "1"])
def test_invalid_reading_is_reported(text: str) -> None:
    sentence = f"The reading is cell, column or combination, not “{text}”."
    assert refused(("reading", text)).problems == {"reading": sentence}


@pytest.mark.parametrize("text", ["blue", "Dark", "1"])
def test_invalid_theme_is_reported(text: str) -> None:
    assert refused(("theme", text)).problems == {"theme": f"The colours are auto, light or dark, not “{text}”."}


@pytest.mark.parametrize("text", ["2", "off"])
def test_invalid_letters_is_reported(text: str) -> None:
    sentence = f"Keys that are letters are on with 1 and off with 0, not “{text}”."
    assert refused(("letters", text)).problems == {"letters": sentence}


@pytest.mark.parametrize("text", NO_CELLS)
def test_malformed_cell_is_reported(text: str) -> None:
    sentence = (
        f"A cell is a matrix, a row and a column, such as Z1.3.2, not “{text}”. "
        "Matrices: X, W1, b1, Z1, A1, W2, b2, Z2, A2."
    )
    assert refused(("cell", text)).problems == {"cell": sentence}


def test_cell_of_a_missing_matrix_is_reported() -> None:
    sentence = refused(("cell", "Z3.1.1")).problems["cell"]
    assert "“Z3.1.1”" in sentence and sentence.endswith("Matrices: X, W1, b1, Z1, A1, W2, b2, Z2, A2.")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Z1.5.1", "Z1 is (4, 5): it has no cell in row 5, column 1."),
        ("Z1.4.6", "Z1 is (4, 5): it has no cell in row 4, column 6."),
        ("W1.1.4", "W1 is (4, 3): it has no cell in row 1, column 4."),
        ("b2.1.2", "b2 is (2, 1): it has no cell in row 1, column 2."),
    ],
)
def test_cell_outside_its_matrix_is_reported_with_the_shape(text: str, sentence: str) -> None:
    assert refused(("cell", text)).problems == {"cell": sentence}


@pytest.mark.parametrize(("key", "texts"), [("step", ("1", "2")), ("step", ("1", "1")), ("view", ("loop", "bad"))])
def test_repeated_key_is_reported(key: str, texts: tuple[str, str]) -> None:
    error = refused(*((key, text) for text in texts))
    assert error.problems == {key: f"The address gives “{key}” more than once. Keep one."}
    assert error.typed == {key: texts[0]}


@pytest.mark.parametrize("key", KEYS)
def test_too_long_value_is_reported(key: str) -> None:
    most = 1_900 if key in MATRICES else 60
    error = refused((key, "1" * (most + 1)))
    assert error.problems == {key: f"“{key}” may have {most:,} characters at most; this has {most + 1:,}."}
    assert error.typed == {key: "1" * (most + 1)}


def test_every_invalid_key_is_reported_and_every_typed_value_returned() -> None:
    typed = {"view": "both", "step": "99", "cell": "Z9.1.1", "window": "9", "present": "1", "preset": "course"}
    error = refused(*typed.items(), ("colour", "dark"))
    assert error.typed == typed
    assert list(error.problems) == ["view", "step", "cell", "window"]


@given(st.lists(st.tuples(st.sampled_from(KEYS) | ANY_TEXT, ANY_TEXT | NEAR_MISSES), max_size=8))
@example([("step", "\ud800"), ("cell", "\ud800"), ("preset", "\ud800"), ("view", "\ud800")])
@example([("step", "9" * 5000)])
def test_any_query_gives_a_state_or_bad_address(pairs: list[tuple[str, str]]) -> None:
    try:
        assert isinstance(parse(pairs, PLANS), State)
    except BadAddress as error:
        assert error.problems and set(error.problems) <= set(error.typed) <= set(KEYS)
        assert all(sentence.endswith(".") for sentence in error.problems.values())
        assert all((key, text) in pairs for key, text in error.typed.items())


def test_bad_address_passes_through_a_context_manager() -> None:
    """Python sets the traceback of an exception on exit, so that it must not be frozen."""

    @contextmanager
    def around():
        yield

    with pytest.raises(BadAddress), around():
        parse([("step", "x")], PLANS)


@pytest.mark.parametrize(("view", "text"), [("loop", "1.6"), ("vectorized", "3.999")])
def test_cell_without_matrix_past_the_last_example_is_reported(view: str, text: str) -> None:
    problems = refused(("view", view), ("step", "1"), ("cell", text)).problems
    assert set(problems) == {"cell"}
    assert f"“{text}”" in problems["cell"]
