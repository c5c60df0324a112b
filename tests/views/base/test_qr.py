"""The foot of a printed sheet."""

import pytest

from app.state import State
from app.views.base.qr import footer
from app.views.base.urls import BOARD_PATH, url

STEP = State(step=5)


@pytest.mark.parametrize(("characters", "side"), [(200, 106), (201, 132), (600, 132), (601, 151)])
def test_longer_url_has_a_larger_code(characters: int, side: int) -> None:
    host = "x" * (characters - len(url(BOARD_PATH, STEP)))
    made = footer(STEP, f"http://{host}/")
    assert (made.side, made.height) == (side, side * 254 // 960 + 5)
