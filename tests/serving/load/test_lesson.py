"""A class of 60: every answer is right. How long it takes is for `python -m tests.serving.load` to say."""

import logging

import pytest

from app.log import formatter
from tests.serving.load.lesson import lesson, problems_in


@pytest.mark.parametrize(
    ("students", "seconds"),
    [pytest.param(60, 6, marks=pytest.mark.slow), pytest.param(60, 60, marks=pytest.mark.soak)],
)
def test_a_class_gets_the_right_answers(students: int, seconds: int) -> None:
    seen = lesson(students, seconds)
    assert seen.problems == []
    assert {name: times.failures for name, times in seen.times.items() if times.failures} == {}
    assert seen.times["page"].number >= students
    assert seen.times["step"].number > 0


@pytest.mark.parametrize(
    ("level", "is_problem"),
    [(logging.INFO, False), (logging.WARNING, False), (logging.ERROR, True), (logging.CRITICAL, True)],
)
def test_logged_errors_of_the_server_are_problems(level: int, is_problem: bool) -> None:
    line = formatter("json").format(logging.LogRecord("waitress", level, "", 0, "something", None, None))
    assert problems_in([line]) == [line] * is_problem
