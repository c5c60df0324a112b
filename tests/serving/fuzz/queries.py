"""Queries that are well written and mostly wrong: drawn along what /openapi.json says of each key, or just beyond."""

from typing import Any
from urllib.parse import urlencode

from hypothesis import strategies as st

from app import create_app
from app.web.openapi import openapi

MOST = 1_797
"""Tried as a maximum where none is described: the examples of the largest preset."""
PARAMETERS = {path: each["get"]["parameters"] for path, each in openapi(create_app())["paths"].items()}


def addresses() -> st.SearchStrategy[str]:
    """An address with some of its keys, now and then one of them twice."""
    return st.sampled_from([path for path in PARAMETERS if "{" not in path]).flatmap(_with_query)


def _with_query(path: str) -> st.SearchStrategy[str]:
    if not PARAMETERS[path]:
        return st.just(path)
    pairs = st.sampled_from(PARAMETERS[path]).flatmap(
        lambda each: st.tuples(st.just(each["name"]), _values(each["schema"]))
    )
    return st.lists(pairs, max_size=6).map(lambda chosen: f"{path}?{urlencode(chosen)}")


def _values(schema: dict[str, Any]) -> st.SearchStrategy[str]:
    if schema["type"] == "integer" and "enum" not in schema:
        most = schema.get("maximum", MOST)
        edges = [schema["minimum"] - 1, schema["minimum"], most, most + 1]
        return (st.sampled_from(edges) | st.integers(-3, 99)).map(str)
    if "enum" in schema:
        return st.sampled_from([str(each) for each in schema["enum"]]).flatmap(_nearly)
    if "pattern" in schema:
        return st.from_regex(schema["pattern"], fullmatch=True).flatmap(_nearly)
    return st.text(st.characters(codec="utf-8"), max_size=90)


def _nearly(value: str) -> st.SearchStrategy[str]:
    """The value, or one like it."""
    return st.sampled_from(
        [value, value, value, value.upper(), f" {value}", f"{value}-", value * 2, value[1:], value * 70]
    )
