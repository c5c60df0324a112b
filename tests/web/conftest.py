"""What the tests of the web share: every kind of answer, asked for once, and the pages among them, read once."""

from collections.abc import Callable
from functools import cache

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.pages import Element, read
from tests.web.addresses import EVERYTHING, Question


@pytest.fixture(scope="session")
def answers(client: FlaskClient) -> dict[Question, TestResponse]:
    """What is answered to every question. A test changes none of them."""
    return {question: client.get(question.address, headers=question.headers) for question in EVERYTHING}


@pytest.fixture(scope="session")
def pages(answers: dict[Question, TestResponse]) -> Callable[[str], Element]:
    """The page at each of these addresses."""
    return cache(lambda address: read(answers[Question(address)].text))
