"""A run of many requests from a few connections at once, and what came of it."""

import threading
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain

from tests.serving.fuzz.answers import SLOW, Answer, Connection
from tests.serving.fuzz.requests import ADDRESSES, Request, request
from tests.support.server import Server

CONNECTIONS = 6
SLOWEST = 20
GROWTH = 20 * 2**20
"""Bytes by which the server may grow once it is warm. Measured: up to 12 MB in 20,000 requests, while the caches change
from large responses to many small ones, and none in the 100,000 after them."""
AGAIN = 3
NETWORKS = 2_000
"""More than the caches hold."""
STEPS = 700
"""More of the largest pages than the caches hold."""


@dataclass
class Report:
    """What came of a run. ``wrong`` has the number of each request that was answered as it may not be."""

    statuses: Counter[int] = field(default_factory=Counter)
    wrong: dict[int, Answer] = field(default_factory=dict)
    slowest: list[tuple[float, int]] = field(default_factory=list)
    kinds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def add(self, number: int, sent: Request, answer: Answer) -> None:
        self.statuses.update(answer.statuses)
        if not answer.is_right:
            self.wrong[number] = answer
        self.kinds[kind_of(sent)].append(answer.seconds)
        self.slowest = sorted([*self.slowest, (answer.seconds, number)], reverse=True)[:SLOWEST]


def fuzzed(server: Server, numbers: Iterable[int]) -> Report:
    """Send the requests of these numbers."""
    report = Report()
    _send(server, ((number, request(number)) for number in numbers), report)
    return report


def warm(server: Server) -> None:
    """Fill the caches with more networks than they have room for, and ask for every kind of page."""
    drawn = (get(f"/picture.svg?layers=8-8-8-8-8&m=64&seed={seed}") for seed in range(NETWORKS))  # quick: no picture
    steps = (get(f"/?preset=digits&step={step}") for step in range(STEPS))
    largest = [get("/trace.json?preset=digits")] * 4 * CONNECTIONS  # several at a time, as may happen later
    _send(server, enumerate(chain(drawn, steps, largest, (get(address) for address in ADDRESSES * 6))), Report())


def get(address: str, *headers: str) -> Request:
    """A plain request for that address."""
    lines = (f"GET {address} HTTP/1.1", "Host: 127.0.0.1", *headers, "", "")
    return Request("plain", "\r\n".join(lines).encode(), True)


def _send(server: Server, numbered: Iterator[tuple[int, Request]], report: Report) -> None:
    lock = threading.Lock()

    def send() -> None:
        connection = Connection(server.port)
        while True:
            with lock:
                number, sent = next(numbered, (0, None))
            if sent is None:
                return connection.close()
            answer = connection.send(sent)
            with lock:
                report.add(number, sent, answer)

    threads = [threading.Thread(target=send) for _ in range(CONNECTIONS)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()


def alone(server: Server, number: int) -> tuple[float, float]:
    """The seconds that this request takes when nothing else is asked, and those of a processor; the least of a few."""
    times = []
    connection, sent = Connection(server.port), request(number)
    for _ in range(AGAIN):
        before = server.seconds
        answer = connection.send(sent)
        times.append((answer.seconds, server.seconds - before))
    connection.close()
    return min(seconds for seconds, _ in times), min(taken for _, taken in times)


def too_slow(server: Server, report: Report) -> dict[int, tuple[float, float]]:
    """Those of the slowest that are too slow when nothing else is asked: their seconds, and those of a processor."""
    again = {number: alone(server, number) for seconds, number in report.slowest if seconds > SLOW}
    return {number: times for number, times in again.items() if times[0] > SLOW}


def kind_of(sent: Request) -> str:
    """What was done to it, and the path that it asks for."""
    first = sent.content.split(b"\r\n", 1)[0].split(b" ")
    path = first[1].partition(b"?")[0] if len(first) > 1 else b""
    known = path.decode("latin-1") if sent.keeps and len(path) < 20 else "…"
    return f"{sent.kind} {known}"
