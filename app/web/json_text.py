"""How answers in JSON are written."""

from typing import Any

import orjson
from flask.json.provider import DefaultJSONProvider


class Json(DefaultJSONProvider):
    """Flask's, but written by orjson: all numbers of the digits are 3 MB, which held a process up for 0.1 s.

    Every number keeps all its digits: what is read back is the same to the last bit.
    """

    def dumps(self, obj: Any, **kwargs: Any) -> str:
        """The value as JSON, keys in order. TypeError for what JSON has no word for."""
        return orjson.dumps(obj, option=orjson.OPT_SORT_KEYS).decode()
