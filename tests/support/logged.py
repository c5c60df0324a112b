"""The log as it is written, read back."""

import io
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from app.log import add_request, formatter


class Logged(io.StringIO):
    """What has been written so far."""

    def lines(self) -> list[dict[str, Any]]:
        """Each line of JSON as its value."""
        return [json.loads(line) for line in self.getvalue().split("\n")[:-1]]


@contextmanager
def logged(form: str = "json") -> Iterator[Logged]:
    """Everything that is logged meanwhile, in that form."""
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
