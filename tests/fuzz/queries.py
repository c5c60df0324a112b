"""Queries that are well written and mostly wrong: drawn along what /openapi.json says of each key, or just beyond."""

from typing import Any
from urllib.parse import urlencode

from hypothesis import strategies as st

from app.views.openapi import openapi
from app.web.exports import SCRIPTS

DESCRIBED = openapi(tuple(SCRIPTS))
PARAMETERS = DESCRIBED["components"]["parameters"]


def addresses() -> st.SearchStrategy[str]:
    """An address with some of its keys, now and then one of them twice."""
    return st.sampled_from([path for path in DESCRIBED["paths"] if "{" not in path]).flatmap(_with_query)


def _with_query(path: str) -> st.SearchStrategy[str]:
    names = [each["$ref"].rpartition("/")[2] for each in DESCRIBED["paths"][path]["get"]["parameters"]]
    if not names:
        return st.just(path)
    pairs = st.sampled_from(names).flatmap(lambda name: st.tuples(st.just(PARAMETERS[name]["name"]), _values(name)))
    return st.lists(pairs, max_size=6).map(lambda chosen: f"{path}?{urlencode(chosen)}")


def _values(name: str) -> st.SearchStrategy[str]:
    schema: dict[str, Any] = PARAMETERS[name]["schema"]
    if schema["type"] == "integer" and "enum" not in schema:
        edges = [schema["minimum"] - 1, schema["minimum"], schema["maximum"], schema["maximum"] + 1]
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
