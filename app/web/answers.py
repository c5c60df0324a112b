"""How an answer is made: a part or a page, with what caches need to know."""

import re
from typing import Any
from urllib.parse import parse_qsl

from flask import Response, abort, make_response, redirect, render_template, request

from app.lessons import plans
from app.state import State, parse
from app.state.limits import MAX_QUERY
from app.views.scene import Scene, scene

HOST = re.compile(r"(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?")
"""A host's name as it travels, or its number, and a port."""


def bounded_query(longest: int = MAX_QUERY) -> list[tuple[str, str]]:
    """The pairs of the query, refused with 414 before anything reads it if it is too long."""
    return pairs_in(request.query_string, longest)


def pairs_in(query: bytes, longest: int = MAX_QUERY) -> list[tuple[str, str]]:
    """The pairs of a query, refused in the same way."""
    length = len(query)
    if length > longest:
        abort(414, f"There is room for {longest:,} characters after the question mark. This address has {length:,}.")
    text = query.decode(errors="backslashreplace")  # request.args fails on what is not UTF-8
    return parse_qsl(text, keep_blank_values=True, errors="backslashreplace")


def asked_state() -> State:
    """The state that the address asks for. BadAddress says what is wrong with it."""
    return parse(bounded_query(), plans())


def asked_scene() -> Scene:
    """The same with its numbers, for the views."""
    return scene(asked_state())


def wants_part() -> bool:
    """Whether htmx asks for what it will put into the stage."""
    return request.headers.get("HX-Request") == "true" and request.headers.get("HX-Request-Type") == "partial"


def check_host() -> None:
    """400 for a host that cannot be one, before anything is said of what else is wrong."""
    if not HOST.fullmatch(request.host):
        abort(400, "The request names a host that cannot be one.")


def base() -> str:
    """Columnwise's own address as the visitor has it, without a path: https://columnwise.example."""
    return f"{request.scheme}://{request.host}"


def part_or_page(template: str, status: int = 200, **views: Any) -> Response:
    """The part alone for a targeted htmx request, the whole page for everything else, under the same address."""
    as_part = wants_part()
    response = page(render_template(template, as_part=as_part, **views), status)
    if as_part:  # what could not be done has no address
        response.headers["HX-Push-Url"] = views["stage"].url if status == 200 else "false"
    return response


def moved(address: str) -> Response:
    """What was asked for has an address of its own."""
    response = redirect(address, 303)
    response.vary.update(["HX-Request", "HX-Request-Type"])
    response.headers["Cache-Control"] = "no-cache"
    assert isinstance(response, Response)
    return response


def page(body: str | Response, status: int = 200) -> Response:
    """An answer that may be kept but must be checked, and that is never mistaken for the other kind."""
    response = make_response(body, status)
    response.vary.update(["HX-Request", "HX-Request-Type"])
    response.cache_control.no_cache = True
    response.add_etag()
    return response


def passing(response: Response) -> Response:
    """An answer that is another one tomorrow, so that no cache that is shared may keep it."""
    response.cache_control.private = True
    return response
