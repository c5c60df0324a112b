"""Capture the log and read it back."""

import io
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from app.log import add_request, formatter


class Logged(io.StringIO):
    """The captured text."""

    def lines(self) -> list[dict[str, Any]]:
        """The value of every JSON line."""
        return [json.loads(line) for line in self.getvalue().split("\n")[:-1]]


@contextmanager
def logged(form: str = "json") -> Iterator[Logged]:
    """Capture everything that is logged within the block, in that format."""
    written = Logged()
    handler = logging.StreamHandler(written)
    handler.setFormatter(formatter(form))
    handler.addFilter(add_request)
    level = logging.root.level
    logging.root.addHandler(handler)
    logging.root.setLevel(logging.INFO)
    try:
        yield written
    finally:
        logging.root.removeHandler(handler)
        logging.root.setLevel(level)
