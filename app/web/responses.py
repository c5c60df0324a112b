"""Responses: a part or a page, with the headers that caches need; and what a request asks for."""

import re
from typing import Any
from urllib.parse import parse_qsl

from flask import Response, abort, make_response, redirect, render_template, request

from app.presets import plans
from app.state import State, parse
from app.state.limits import MAX_QUERY
from app.views.base.scene import Scene, scene
from app.views.base.urls import OEMBED_PATH


def bounded_query(limit: int = MAX_QUERY) -> list[tuple[str, str]]:
    """The pairs of the request's query. Status 414, before it is parsed, if it has more characters than the limit."""
    return pairs_in(request.query_string, limit)


def pairs_in(query: bytes, limit: int = MAX_QUERY) -> list[tuple[str, str]]:
    """The pairs of a query, with the same limit."""
    length = len(query)
    if length > limit:
        abort(414, f"There is room for {limit:,} characters after the question mark. This address has {length:,}.")
    text = query.decode(errors="backslashreplace")  # request.args fails on what is not UTF-8
    return parse_qsl(text, keep_blank_values=True, errors="backslashreplace")


def asked_state() -> State:
    """The state of the request's query. BadAddress if it is invalid."""
    return parse(bounded_query(), plans())


def asked_scene() -> Scene:
    """The scene of that state."""
    return scene(asked_state())


def wants_part() -> bool:
    """Whether htmx asks for the part that it swaps in."""
    return request.headers.get("HX-Request") == "true" and request.headers.get("HX-Request-Type") == "partial"


def wants_json() -> bool:
    """Whether the address asked for is one for programs."""
    return request.path.endswith(".json") or request.path == OEMBED_PATH


def check_host() -> None:
    """Status 400 for a Host header that is neither a name nor an IP address with an optional port."""
    if not re.fullmatch(
        r"(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?", request.host
    ):
        abort(400, "The request names a host that cannot be one.")


def base() -> str:
    """The origin of the request: https://columnwise.example."""
    return f"{request.scheme}://{request.host}"


def part_or_page(template: str, status: int = 200, **views: Any) -> Response:
    """The part for a targeted htmx request, else the whole page, at the same URL."""
    as_part = wants_part()
    response = page(render_template(template, as_part=as_part, **views), status)
    if as_part:  # an invalid change has no URL of its own
        response.headers["HX-Push-Url"] = views["stage"].url if status == 200 else "false"
    return response


def see_other(url: str) -> Response:
    """A redirect to the URL of what was asked for."""
    response = redirect(url, 303)
    response.vary.update(["HX-Request", "HX-Request-Type"])
    response.headers["Cache-Control"] = "no-cache"
    assert isinstance(response, Response)
    return response


def page(body: str | Response, status: int = 200) -> Response:
    """A response that caches must revalidate, separately for part and page."""
    response = make_response(body, status)
    response.vary.update(["HX-Request", "HX-Request-Type"])
    response.cache_control.no_cache = True
    response.add_etag()
    return response


def download(content: str, mimetype: str, filename: str) -> Response:
    """A file that a browser saves instead of showing it."""
    response = page(Response(content, mimetype=mimetype))
    response.headers.set("Content-Disposition", "attachment", filename=filename)
    return response


def private(response: Response) -> Response:
    """A response that no shared cache may store, because it changes."""
    response.cache_control.private = True
    return response
