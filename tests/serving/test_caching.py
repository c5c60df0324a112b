"""ETag, Vary, 304 and compression of every response."""

import gzip

import brotli
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.support.addresses import AS_PART, EVERYTHING, PAGES, PARTS_OF_FRAMES, WRONG, Question, questions
from tests.support.each import for_each

Answers = dict[Question, TestResponse]
NOT_CACHED = ("/healthz", "/readyz", *PARTS_OF_FRAMES[1:])
every_response = for_each("question", [each for each in EVERYTHING if each.address not in NOT_CACHED])
page_and_part = for_each("headers", [{}, AS_PART])


@every_response
def test_every_response_has_vary(answers: Answers, question: Question) -> None:
    answer = answers[question]
    assert {"HX-Request", "HX-Request-Type", "Accept-Encoding"} == set(answer.vary)
    assert answer.headers.getlist("Vary") == [answer.headers["Vary"]]


@every_response
def test_every_response_must_be_revalidated(answers: Answers, question: Question) -> None:
    control = answers[question].cache_control
    assert control.no_cache and control.max_age is None
    is_of_a_race = question.address.startswith("/speed") and answers[question].status_code == 200
    assert bool(control.private) == is_of_a_race  # which goes on: no shared cache may keep that


@page_and_part
@for_each("encoding", ["identity", "br", "gzip", "zstd"])
def test_matching_etag_gets_304(client: FlaskClient, headers: dict[str, str], encoding: str) -> None:
    asked = headers | {"Accept-Encoding": encoding}
    first = client.get("/?step=5", headers=asked)
    again = client.get("/?step=5", headers=asked | {"If-None-Match": first.headers["ETag"]})
    assert (first.status_code, again.status_code, again.data) == (200, 304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert {"HX-Request", "HX-Request-Type"} <= set(again.vary)


def test_trace_json_gets_304_too(client: FlaskClient) -> None:
    etag = client.get("/trace.json?preset=iris").headers["ETag"]
    assert client.get("/trace.json?preset=iris", headers={"If-None-Match": etag}).status_code == 304
    assert client.get("/trace.json", headers={"If-None-Match": etag}).status_code == 200


def test_page_and_part_plain_and_compressed_have_four_etags(client: FlaskClient) -> None:
    etags = {
        client.get("/?step=5", headers=headers | {"Accept-Encoding": encoding}).headers["ETag"]
        for headers in ({}, AS_PART)
        for encoding in ("identity", "br")
    }
    assert len(etags) == 4


def test_etag_of_the_part_does_not_match_the_page(client: FlaskClient) -> None:
    etag = client.get("/?step=5", headers=AS_PART).headers["ETag"]
    assert client.get("/?step=5", headers={"If-None-Match": etag}).status_code == 200


@for_each("address", [*WRONG, "/nowhere", "/trace.json?step=99"])
def test_error_with_matching_etag_is_sent_again(client: FlaskClient, address: str) -> None:
    first = client.get(address)
    etag = first.headers.get("ETag", "*")
    again = client.get(address, headers={"If-None-Match": etag})
    assert (again.status_code, again.data) == (first.status_code, first.data)


@for_each("encoding", ["br", "gzip"])
@for_each("question", questions(*PAGES))
def test_compressed_response_is_smaller_and_equal(
    client: FlaskClient, answers: Answers, question: Question, encoding: str
) -> None:
    plain = answers[question]
    packed = client.get(question.address, headers=question.headers | {"Accept-Encoding": encoding})
    assert packed.headers["Content-Encoding"] == encoding
    assert int(packed.headers["Content-Length"]) == len(packed.data) < len(plain.data) / 2
    unpacked = (brotli if encoding == "br" else gzip).decompress(packed.data)
    assert unpacked == plain.data
    assert packed.vary == plain.vary


@for_each("address", ["/trace.json", "/trace.json?preset=iris"])
def test_exported_numbers_are_compressed(client: FlaskClient, address: str) -> None:
    packed = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(packed.data) == client.get(address).data
