"""The address of a worksheet: the state and its options."""

from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.presets import plans
from app.state import BadAddress, State, parse
from app.state.sheet import BLANKS, SheetOptions, parse_sheet


def asked(query: str) -> tuple[State, SheetOptions]:
    return parse_sheet(parse_qsl(query, keep_blank_values=True), plans())


def problems(query: str) -> dict[str, str]:
    with pytest.raises(BadAddress) as bad:
        asked(query)
    assert set(bad.value.problems) <= set(bad.value.typed)
    return dict(bad.value.problems)


def test_bare_address_gives_the_default_state_and_options() -> None:
    assert asked("") == (State(), SheetOptions(None, False))


@given(blank=st.sampled_from([None, *BLANKS]), key=st.sampled_from([None, "0", "1"]), step=st.integers(0, 20))
def test_state_and_options_are_read_from_one_query(blank: str | None, key: str | None, step: int) -> None:
    query = f"step={step}" + (f"&blank={blank}" if blank else "") + (f"&key={key}" if key else "")
    state, options = asked(query)
    assert state == parse([("step", str(step))], plans())
    assert options == SheetOptions(blank, key == "1")  # type: ignore[arg-type]


@pytest.mark.parametrize("query", ["blank=&key=", "color=red", "Blank=layer&KEY=1"])
def test_empty_values_and_unknown_keys_are_ignored(query: str) -> None:
    assert asked(query) == asked("")


def test_an_invalid_blank_is_reported_with_the_choices() -> None:
    assert problems("blank=all&step=3") == {"blank": "What is blank is column, layer or results, not “all”."}


def test_an_invalid_key_is_reported_with_the_choices() -> None:
    assert problems("key=yes") == {"key": "The answers are printed with 1 and left out with 0, not “yes”."}


def test_invalid_keys_of_state_and_options_are_reported_together() -> None:
    assert list(problems("key=2&step=99&blank=x")) == ["step", "blank", "key"]


def test_a_repeated_or_too_long_option_is_reported() -> None:
    assert problems("blank=layer&blank=column") == {"blank": "The address gives “blank” more than once. Keep one."}
    assert problems(f"key={'1' * 61}") == {"key": "“key” may have 60 characters at most; this has 61."}


def test_bad_address_holds_every_typed_value() -> None:
    for query in ("step=3&blank=x&key=1", "step=99&blank=layer&key=1", "step=99&blank=x"):
        with pytest.raises(BadAddress) as bad:
            asked(query)
        assert dict(bad.value.typed) == dict(parse_qsl(query))
