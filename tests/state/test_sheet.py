"""The address of a printed sheet: the state as everywhere, and besides it what is blank and whether it is answered."""

from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.presets import plans
from app.state import BadAddress, State, parse
from app.state.sheet import BLANKS, Wish, parse_sheet


def asked(query: str) -> tuple[State, Wish]:
    return parse_sheet(parse_qsl(query, keep_blank_values=True), plans())


def problems(query: str) -> dict[str, str]:
    with pytest.raises(BadAddress) as bad:
        asked(query)
    assert set(bad.value.problems) <= set(bad.value.typed)
    return dict(bad.value.problems)


def test_nothing_said_is_the_default_state_and_no_wish() -> None:
    assert asked("") == (State(), Wish(None, False))


@given(blank=st.sampled_from([None, *BLANKS]), key=st.sampled_from([None, "0", "1"]), step=st.integers(0, 20))
def test_state_and_wish_are_read_side_by_side(blank: str | None, key: str | None, step: int) -> None:
    query = f"step={step}" + (f"&blank={blank}" if blank else "") + (f"&key={key}" if key else "")
    state, wish = asked(query)
    assert state == parse([("step", str(step))], plans())
    assert wish == Wish(blank, key == "1")  # type: ignore[arg-type]


@pytest.mark.parametrize("query", ["blank=&key=", "color=red", "Blank=layer&KEY=1"])
def test_empty_values_and_unknown_keys_are_ignored(query: str) -> None:
    assert asked(query) == asked("")


def test_a_wrong_blank_is_named_with_what_there_is() -> None:
    assert problems("blank=all&step=3") == {"blank": "What is blank is column, layer or results, not “all”."}


def test_a_wrong_key_is_named_with_what_there_is() -> None:
    assert problems("key=yes") == {"key": "The answers are printed with 1 and left out with 0, not “yes”."}


def test_a_wrong_state_and_a_wrong_sheet_are_told_together() -> None:
    assert list(problems("key=2&step=99&blank=x")) == ["step", "blank", "key"]


def test_what_is_given_twice_or_too_long_is_told() -> None:
    assert problems("blank=layer&blank=column") == {"blank": "The address gives “blank” more than once. Keep one."}
    assert problems(f"key={'1' * 61}") == {"key": "“key” may have 60 characters at most; this has 61."}


def test_everything_typed_is_kept_whatever_is_wrong() -> None:
    for query in ("step=3&blank=x&key=1", "step=99&blank=layer&key=1", "step=99&blank=x"):
        with pytest.raises(BadAddress) as bad:
            asked(query)
        assert dict(bad.value.typed) == dict(parse_qsl(query))
