"""nginx in front of two copies: it asks them once, mixes nothing up, and no visitor notices when one of them dies."""

import gzip
import re
import socket
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from http.client import IncompleteRead
from itertools import product
from pathlib import Path
from urllib.parse import unquote

import brotli
import pytest
from werkzeug.datastructures import Headers
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

from app.web.assets import collect
from tests.contracts.test_headers import OTHERS
from tests.serving.deploy.front import (
    VISITOR,
    Answer,
    Copy,
    Front,
    connection_to,
    free_ports,
    get,
    nginx,
    read,
    served,
    two_copies,
    when,
)
from tests.support.addresses import AS_PART

KINDS = {"page": {}, "part": AS_PART}
CODINGS = {"identity": None, "gzip": "gzip", "gzip, deflate, br, zstd": "br"}
"""What a visitor takes, and what is sent."""
TLS = {"X-Forwarded-Proto": "https"}


@pytest.fixture(scope="module")
def copies(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Copy, Copy]]:
    with two_copies(tmp_path_factory.mktemp("copies")) as made:
        yield made


@pytest.fixture(scope="module")
def front(copies: tuple[Copy, Copy], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    with served(tmp_path_factory.mktemp("front"), copies) as made:
        yield made


@pytest.fixture
def forgetful(copies: tuple[Copy, Copy], tmp_path: Path) -> Iterator[Front]:
    """A separate nginx whose cache revalidates every second. Copies that a test ends are started again."""
    with served(tmp_path, copies, **{"proxy_cache_valid 200 1m": "proxy_cache_valid 200 1s"}) as made:
        yield made
    for copy in copies:
        copy.start_again()


@pytest.fixture(scope="module")
def unequal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of nginx in front of two servers of which only the second has /static/new.css; what ``/?`` is followed
    by is how an answer may be kept."""

    def answers(has_file: bool) -> Callable[[Request], Response]:
        def answer(request: Request) -> Response:
            headers = {"Cache-Control": unquote(request.query_string.decode())}
            return Response("body", 404 if request.path == "/static/new.css" and not has_file else 200, headers)

        return answer

    with ExitStack() as stack:
        servers = [make_server("127.0.0.1", 0, Request.application(answers(has))) for has in (False, True)]
        for server in servers:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            stack.callback(server.shutdown)
        ports = [*free_ports(1), *(server.server_port for server in servers)]
        stack.enter_context(nginx(tmp_path_factory.mktemp("unequal"), ports, {}))
        yield ports[0]


def own(headers: Headers) -> dict[str, str]:
    """The headers without those that nginx or the moment add."""
    added = {
        "Server",
        "Date",
        "Connection",
        "Keep-Alive",
        "X-Cache",
        "X-Request-ID",
        "X-Request-Id",
        "Transfer-Encoding",
    }
    return {name.lower(): text for name, text in headers.items() if name not in added}


def unpacked(answer: Answer) -> bytes:
    unpack = {"gzip": gzip.decompress, "br": brotli.decompress, None: bytes}
    return unpack[answer.headers.get("Content-Encoding")](answer.body)


# The cache


@pytest.mark.parametrize("kind", KINDS)
def test_second_request_is_answered_from_the_cache(front: Front, kind: str) -> None:
    first, second = (front.get("/?step=17", KINDS[kind]) for _ in range(2))
    assert (first.cache, second.cache) == ("MISS", "HIT")
    assert second.body == first.body
    assert front.logged(first)["copy"] != ""
    assert front.logged(second)["copy"] == ""


@pytest.mark.parametrize("address", ["/?step=5", "/?preset=iris&view=vectorized&step=3", "/embed?step=5", "/qr.svg"])
def test_cached_response_equals_that_of_a_copy(front: Front, address: str) -> None:
    for kind, coding in [*product(KINDS, CODINGS)] * 2:  # all first, then all again, so that each could be another's
        asked = KINDS[kind] | {"Accept-Encoding": coding, **TLS}
        answer = front.get(address, asked)
        headers = asked | {"X-Forwarded-For": VISITOR, "X-Forwarded-Host": "school.example"}
        direct = get(front.copies[0].port, address, headers | {"Accept-Encoding": CODINGS[coding] or "identity"})
        assert (answer.status, own(answer.headers)) == (200, own(direct.headers))
        assert unpacked(answer) == unpacked(direct)
        assert answer.headers.get("Content-Encoding") == CODINGS[coding]
        assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.cache == "HIT"


def test_matching_etag_gets_304_from_the_cache(front: Front) -> None:
    etags = {}
    for kind, coding in product(KINDS, CODINGS):
        asked = KINDS[kind] | {"Accept-Encoding": coding}
        first = front.get("/?step=6", asked)
        again = front.get("/?step=6", asked | {"If-None-Match": first.headers["ETag"]})
        assert (again.status, again.body, again.cache) == (304, b"", "HIT")
        assert {"HX-Request", "HX-Request-Type"} <= set(re.split(", *", again.headers["Vary"]))
        etags[kind, coding] = first.headers["ETag"]
    assert len(set(etags.values())) == len(etags)
    page = front.get("/?step=6", {"If-None-Match": etags["part", "identity"]})
    assert (page.status, page.headers["ETag"]) == (200, etags["page", "identity"])


def test_uncached_304_is_not_sent_to_the_next_client(front: Front) -> None:
    etag = front.get("/?step=9", {"Host": "first.example"}).headers["ETag"]
    etag_there = get(front.copies[0].port, "/?step=9", {"Host": "second.example"}).headers["ETag"]
    assert etag != etag_there
    first = front.get("/?step=9", {"Host": "second.example", "If-None-Match": etag_there})
    assert (first.status, first.cache) == (304, "MISS")
    second = front.get("/?step=9", {"Host": "second.example"})
    assert (second.status, second.cache) == (200, "HIT")


@pytest.mark.parametrize(
    "odd",
    [
        {"HX-Request": "TRUE", "HX-Request-Type": "PARTIAL"},
        {"HX-Request": "true", "HX-Request-Type": "partial, partial"},
        {"HX-Request": "true"},
        {"HX-Request-Type": "partial"},
        {"HX-Request": "true:partial", "HX-Request-Type": ""},
    ],
)
def test_unusual_header_does_not_poison_the_cache(front: Front, odd: dict[str, str]) -> None:
    address = f"/?step=11&theme=dark&odd={len(str(odd))}"
    assert front.get(address, odd).body.startswith(b"<!doctype html>")
    assert front.get(address).body.startswith(b"<!doctype html>")
    assert front.get(address, AS_PART).body.startswith(b"<title>")


@pytest.mark.parametrize("weighed", ["br;q=0, gzip;q=0", "BR", "x-br, brr", "br;q=0.5", "*", "deflate"])
def test_weighted_accept_encoding_gets_an_uncompressed_response(front: Front, weighed: str) -> None:
    assert "Content-Encoding" not in front.get("/?step=12", {"Accept-Encoding": weighed}).headers


def test_cache_is_separate_for_each_host_and_scheme(front: Front) -> None:
    names = [{}, {"Host": "other.example"}, TLS, {"Host": "Other.example:8443"}]
    for asked, base in zip(
        names * 2,
        ["http://school.example", "http://other.example", "https://school.example", "http://Other.example:8443"] * 2,
        strict=True,
    ):
        assert f'content="{base}/'.encode() in front.get("/?step=13", asked).body


@pytest.mark.parametrize(("address", "status"), [("/?step=99", 422), ("/nowhere", 404), ("/?" + "x" * 2_200, 414)])
def test_errors_are_passed_on_and_not_cached(front: Front, address: str, status: int) -> None:
    for _ in range(2):
        answer = front.get(address)
        assert (answer.status, answer.cache) == (status, "MISS")
        assert b"</html>" in answer.body


def test_head_is_answered_from_the_cache(front: Front) -> None:
    front.get("/?step=14")
    head = front.get("/?step=14", method="HEAD")
    assert (head.status, head.cache, head.body) == (200, "HIT", b"")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_other_methods_are_passed_to_the_app(front: Front, method: str) -> None:
    assert front.get("/?step=14", method=method).status == (200 if method == "OPTIONS" else 405)


def test_pasted_matrix_is_passed_on_in_the_body(front: Front) -> None:
    connection = connection_to(front.port)
    form = {"Host": "school.example", "Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", "/matrix?matrix=b2", "text=" + "+" * 100_000 + "1+2", form)
    with closing(connection):
        answer = read(connection.getresponse())
    assert (answer.status, answer.cache) == (422, None)
    assert b"This has 100,003 characters." in answer.body


def test_expired_response_is_revalidated_and_stays_if_it_is_unchanged(forgetful: Front) -> None:
    first = forgetful.get("/?step=5")
    again = when(lambda: forgetful.get("/?step=5"), lambda answer: answer.cache != "HIT")
    assert (again.cache, forgetful.logged(again)["copy_status"]) == ("REVALIDATED", "304")
    assert again.body == first.body


def test_static_file_is_requested_once_and_cached_for_a_year(front: Front) -> None:
    address = collect().urls["app.css"]
    for coding, sent in CODINGS.items():
        first, second = (front.get(address, {"Accept-Encoding": coding}) for _ in range(2))
        assert (first.cache, second.cache) == ("MISS", "HIT")
        assert second.headers.get("Content-Encoding") == sent
        assert second.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert own(second.headers) == own(first.headers)
        assert second.body == first.body


def test_file_that_one_copy_lacks_is_requested_from_the_other(front: Front) -> None:
    unknown = front.get("/static/app.000000000000.css")
    assert (unknown.status, unknown.cache) == (404, "MISS")
    assert front.logged(unknown)["copy_status"] == "404, 404"


def test_files_of_both_releases_are_found_during_a_rollout(unequal: int) -> None:
    assert {get(unequal, "/static/new.css?no-store", {}).status for _ in range(6)} == {200}


@pytest.mark.parametrize(
    ("control", "second"),
    [("no-cache", "HIT"), ("no-store", "MISS"), ("private", "MISS"), ("no-cache,%20no-store", "MISS")],
)
def test_only_responses_with_no_cache_are_stored(unequal: int, control: str, second: str) -> None:
    assert [get(unequal, f"/?{control}", {}).cache for _ in range(2)] == ["MISS", second]


# The races


def test_races_go_to_one_copy_and_streams_are_not_buffered(front: Front) -> None:
    addresses = [front.get(f"/speed/start?network={name}").headers["Location"] for name in ("board", "digits")]
    try:
        for address in addresses * 2:
            answer = front.get(address)
            assert (answer.status, answer.cache) == (200, None)
            assert b"/speed/stream?" in answer.body
        with ExitStack() as stack:
            connection = connection_to(front.port)
            stack.callback(connection.close)
            waits = addresses[1]  # the status of a waiting race fills no buffer
            connection.request("GET", waits.replace("/speed?", "/speed/stream?"))
            stream = stack.enter_context(connection.getresponse())
            assert stream.headers["Content-Type"].startswith("text/event-stream")
            for _ in range(2):  # nginx sends the first with the headers, whatever it does with the others
                while line := stream.readline().strip():
                    assert line.startswith(b"data: ") or line == b"data:"
            still = front.get(waits)
            assert b"/speed/stream?" in still.body  # so the race is not over, and the stream has reported it twice
    finally:
        left = [front.get(address.replace("/speed?", "/speed/leave?")) for address in addresses]
    assert {answer.status for answer in left} == {303}
    ports = {front.logged(answer)["copy"] for answer in left}
    assert ports == {f"127.0.0.1:{front.copies[0].port}"}


# Responses of nginx itself


@pytest.mark.parametrize(
    "address", ["/healthz", "/readyz", "/metrics", "//healthz", "/%68ealthz", "/x/../metrics", "/readyz?x=1"]
)
def test_health_and_metrics_are_not_public(front: Front, address: str) -> None:
    answer = front.get(address)
    assert (answer.status, answer.body) == (404, b"There is nothing at this address.\n")
    assert front.logged(answer)["copy"] == ""


def raw_request(front: Front, request: bytes) -> Answer:
    """The response to exactly these bytes."""
    with closing(connection_to(front.port)) as connection:
        connection.connect()
        connection.sock.sendall(request)
        with connection.response_class(connection.sock) as response:
            response.begin()
            return read(response)


@pytest.mark.parametrize(
    ("request_line", "rest", "status"),
    [
        ("GET /metrics", b"", 404),
        ("POST /", b"Content-Length: 2\r\n", 413),
        ("GET /", b"Content-Length: 100000000\r\n", 413),
        ("GET /?" + "x" * 9_000, b"", 414),
        ("TRACE /", b"", 405),
        ("GET /", b"Content-Length: x\r\n", 400),
        ("GET /", b"X-Long: " + b"x" * 9_000 + b"\r\n", 400),
        ("GET /%00", b"", 400),
    ],
)
def test_errors_of_nginx_have_security_headers(front: Front, request_line: str, rest: bytes, status: int) -> None:
    answer = raw_request(
        front, f"{request_line} HTTP/1.1\r\nHost: school.example\r\nConnection: close\r\n".encode() + rest + b"\r\n"
    )
    assert answer.status == status
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert {name: answer.headers.get(name) for name in OTHERS} == OTHERS
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; ")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Server"] == "nginx"
    assert b"nginx" not in answer.body


def test_every_response_has_its_own_id_cached_or_not(front: Front) -> None:
    answers = [front.get("/?step=15") for _ in range(3)]
    ids = {answer.headers["X-Request-ID"] for answer in answers}
    assert len(ids) == 3
    assert all(re.fullmatch("[0-9a-f]{32}", each) for each in ids)


def test_the_copy_logs_the_same_id(front: Front) -> None:
    answer = front.get("/?step=98")
    assert answer.status == 422
    assert len(front.logged_by_copy(answer)) == 1


def test_log_has_no_client_and_no_query(front: Front) -> None:
    asked = {"X-Forwarded-For": "203.0.113.9", "Referer": "http://school.example/?step=1", "User-Agent": "a browser"}
    line = front.logged(front.get("/?W1=1,2,3;;,-0.5,;&step=2", asked))
    assert {name: line[name] for name in ("method", "path", "status", "cache")} == {
        "method": "GET",
        "path": "/",
        "status": 200,
        "cache": "MISS",
    }
    text = (front.folder / "access.log").read_text() + (front.folder / "error.log").read_text()
    for secret in (VISITOR, "203.0.113.9", "-0.5", "a browser", "Referer"):
        assert secret not in text


# Too much, too slow, too dead


def flood(front: Front, count: int) -> Counter[int]:
    """The statuses of so many requests that are sent at once over one connection."""
    ask = b"HEAD /about HTTP/1.1\r\nHost: school.example\r\n"
    requests = (ask + b"\r\n") * (count - 1) + ask + b"Connection: close\r\n\r\n"
    with closing(connection_to(front.port)) as connection:
        connection.connect()
        sending = threading.Thread(target=connection.sock.sendall, args=(requests,))
        sending.start()
        with connection.sock.makefile("rb") as answers:
            found = Counter(int(line.split()[1]) for line in answers if line.startswith(b"HTTP/1.1 "))
        sending.join()
    return found


def test_rate_limit_allows_a_school_and_refuses_a_flood(front: Front) -> None:
    front.get("/about")
    assert flood(front, 900) + flood(front, 900) == {200: 1_800}  # 200 students, nine requests each, at once
    with ThreadPoolExecutor(16) as pool:
        flooded = sum(pool.map(flood, [front] * 16, [900] * 16), Counter[int]())
    assert set(flooded) == {200, 429}
    assert when(lambda: front.get("/about"), lambda answer: answer.status != 429).status == 200


def test_unfinished_requests_do_not_delay_others(front: Front) -> None:
    with ExitStack() as stack:
        for _ in range(40):  # five times the threads of a copy
            slow = stack.enter_context(socket.create_connection(("127.0.0.1", front.port)))
            slow.sendall(b"GET /?step=1 HTTP/1.1\r\nHost: sch")
        for step in range(20):
            assert front.get(f"/?preset=xor&step={step}").cache == "MISS"


@pytest.mark.parametrize("end", [Copy.kill, Copy.stop], ids=["killed", "stopped"])
def test_copy_that_ends_under_load_loses_no_request(forgetful: Front, end: Callable[[Copy], None]) -> None:
    addresses = [f"/?preset=iris&step={step}&view=loop" for step in range(400)]
    answers: list[Answer] = []
    truncated: list[str] = []

    def visit(address: str) -> None:
        if address == addresses[100]:
            end(forgetful.copies[1])
        try:
            answers.append(forgetful.get(address, AS_PART))
        except IncompleteRead:
            truncated.append(address)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(visit, addresses))
    assert len(truncated) <= (end is Copy.kill)  # killed between the head and the body of a response
    assert Counter(answer.status for answer in answers) == {200: 400 - len(truncated)}
    assert all(answer.body.rstrip().endswith(b"</main>") for answer in answers)
    lines = forgetful.log()
    assert any(line["copy_status"] == "502, 200" for line in lines)  # a request did meet the dead copy
    assert {line["status"] for line in lines} == {200}


def test_without_copies_nginx_sends_what_is_cached_else_502(forgetful: Front) -> None:
    seen = forgetful.get("/?step=5")
    for copy in forgetful.copies:
        copy.kill()
    stale = when(lambda: forgetful.get("/?step=5"), lambda answer: answer.cache != "HIT")
    assert (stale.status, stale.cache, stale.body) == (200, "STALE", seen.body)
    new = forgetful.get("/?step=6")
    assert (new.status, new.body) == (502, b"Columnwise does not answer at the moment. Try again shortly.\n")
    for copy in forgetful.copies:
        copy.start()
    back = when(lambda: forgetful.get("/?step=6"), lambda answer: answer.status != 502)
    assert (back.status, back.cache) == (200, "MISS")
