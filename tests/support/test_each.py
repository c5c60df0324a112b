"""for_each runs every case and names each that fails."""

import pytest

from tests.support.each import for_each


def test_failure_names_exactly_the_failed_cases() -> None:
    @for_each("one other", [(1, 1), (1, 2), (0, 1)])
    def quotient(one: int, other: int, fixture: int) -> None:
        assert other / one == fixture

    with pytest.raises(AssertionError) as raised:
        quotient(fixture=1)
    assert [line[:25] for line in str(raised.value).splitlines() if line[0] in "01"] == [
        "1, 2: AssertionError: ass",
        "0, 1: ZeroDivisionError: ",
    ]


def test_two_decorators_run_every_combination() -> None:
    met = []

    @for_each("letter", "ab")
    @for_each("number", lambda: (1, 2))
    def note(letter: str, number: int) -> None:
        met.append((letter, number))

    note()
    assert met == [("a", 1), ("a", 2), ("b", 1), ("b", 2)]


def test_empty_list_of_cases_fails() -> None:
    @for_each("case", [])
    def nothing(case: object) -> None: ...

    with pytest.raises(AssertionError, match="no case"):
        nothing()
