"""A small class: every answer is right. How long it takes is for `python -m tests.load` to say."""

import pytest

from tests.load.lesson import lesson


@pytest.mark.slow
def test_twenty_students_get_the_right_answers() -> None:
    seen = lesson(students=20, seconds=12)
    assert seen.problems == []
    assert {name: times.failures for name, times in seen.times.items() if times.failures} == {}
    assert seen.times["page"].number >= 20
    assert seen.times["step"].number > 0
