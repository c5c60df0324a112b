"""The sums that are kept take a bounded part of a process's memory."""

import tracemalloc

from app.engine.names import Name
from app.state import Cell, State
from app.views.scene import scene
from app.views.sums import KEPT, sum_of

FEW = 16
MOST = 10 * 2**20
"""Bytes."""


def test_as_many_of_the_longest_sums_as_are_kept_take_ten_megabytes_at_most() -> None:
    digits = scene(State(preset="digits", view="vectorized", step=4))
    made = [sum_of(digits, Cell(Name("Z1"), 1, 1))]
    tracemalloc.start()
    made += [sum_of(digits, Cell(Name("Z1"), row, 1701 + row)) for row in range(1, FEW + 1)]
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert held / FEW * KEPT < MOST
