"""How an answer is made: a part or a page, with what caches need to know."""

from typing import Any
from urllib.parse import parse_qsl

from flask import Response, abort, make_response, render_template, request

LONGEST_QUERY = 2000
"""Characters of a query; every address that the page makes is far below."""


def bounded_query() -> list[tuple[str, str]]:
    """The pairs of the query, refused with 414 before anything reads it if it is too long."""
    length = len(request.query_string)
    if length > LONGEST_QUERY:
        abort(
            414,
            f"An address has at most {LONGEST_QUERY:,} characters after the question mark. This one has {length:,}.",
        )
    text = request.query_string.decode(errors="backslashreplace")  # request.args fails on what is not UTF-8
    return parse_qsl(text, keep_blank_values=True, errors="backslashreplace")


def part_or_page(page_template: str, part_template: str, **views: Any) -> Response:
    """The part alone for a targeted htmx request, the whole page for everything else, under the same address."""
    wants_part = request.headers.get("HX-Request") == "true" and request.headers.get("HX-Request-Type") == "partial"
    response = page(render_template(part_template if wants_part else page_template, **views))
    if wants_part:
        response.headers["HX-Push-Url"] = views["stage"].url
    return response


def page(body: str | Response, status: int = 200) -> Response:
    """An answer that may be kept but must be checked, and that is never mistaken for the other kind."""
    response = make_response(body, status)
    response.vary.update(["HX-Request", "HX-Request-Type"])
    response.cache_control.no_cache = True
    response.add_etag()
    if status == 200:  # an error is told again, even to whoever has it
        response.make_conditional(request)
    return response
