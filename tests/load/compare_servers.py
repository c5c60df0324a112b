"""gunicorn with our worker, gunicorn with its own, and granian, in one run.

python -m tests.load.compare_servers GRANIAN [rates] [slow] [stops]

GRANIAN is the program of that name in a virtual environment that also has Columnwise's requirements; wrk is needed
too. The rounds alternate, so that a slow moment of the machine meets all alike: compare within one run only.
"""

import re
import shutil
import signal
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Mapping
from contextlib import ExitStack, suppress

from tests.bench.rates import CONNECTIONS, PAGE, PART, ROUNDS, SECONDS, STEP, Kind, asked, unseen_steps
from tests.load.serving import GUNICORN, Server, served
from tests.load.visitors import Visitor, crowd, request

KINDS = {
    "/healthz": ("/healthz", {}),
    "step part": (STEP, PART),
    "page": (STEP, PAGE),
    "304": (STEP, PAGE | {"If-None-Match": "{etag}"}),
    "afresh": ("", PART),
}
SLOW = {
    "nothing said": (100, b"", 0),
    "half a head": (100, b"GET / HTTP/1.1\r\nX: ", 0),
    "not closing": (100, request("/healthz", "Connection: close\r\n"), 0),
    "half a body": (100, b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nhalf", 0),
    "not reading": (24, request("/export.py?preset=digits") * 7, 2048),
}


def servers(granian: str) -> dict[str, tuple[str, ...]]:
    """What is compared: two processes of eight threads each."""
    options = "--interface wsgi --host 127.0.0.1 --port {port} --workers 2 --blocking-threads 8 --no-ws --http 1"
    return {
        "gunicorn": GUNICORN,
        "its gthread": (*GUNICORN[:-1], "-k", "gthread", GUNICORN[-1]),
        "granian": (granian, *options.split(), "--respawn-failed-workers", "--factory", "app:create_app"),
    }


def main() -> None:
    """Print every figure, or those of the parts that are named."""
    if len(sys.argv) < 2 or not shutil.which("wrk"):
        sys.exit(__doc__)
    compared, parts = servers(sys.argv[1]), sys.argv[2:] or ["rates", "slow", "stops"]
    with ExitStack() as stack:
        running = {}
        for name, command in compared.items():
            began = time.monotonic()
            running[name] = stack.enter_context(served(command))
            print(f"{name:12} started in {time.monotonic() - began:.1f} s, {running[name].resident / 2**20:.0f} MiB")
        if "rates" in parts:
            rates(running)
        if "slow" in parts:
            slow(running)
    if "stops" in parts:
        stops(compared)


def slow(running: dict[str, Server]) -> None:
    """How others fare beside slow visitors of each kind."""
    for kind, (number, said, takes) in SLOW.items():
        print(f"\n{number} visitors, {kind}: others' steps in five seconds")
        for name, server in running.items():
            print(f"  {name:12} {beside(server, number, said, takes)}", flush=True)


def stops(compared: dict[str, tuple[str, ...]]) -> None:
    """What a stop and a crash cost."""
    for name, command in compared.items():
        print(f"\n{name}: SIGTERM under load, three times; then SIGKILL of one process")
        for _ in range(3):
            print(f"  {stopped(command)}", flush=True)
        print(f"  {killed(command)}", flush=True)


def rates(running: dict[str, Server]) -> None:
    """Answers a second and the 99th percentile, of every kind, in turn, asked as `make bench` asks."""
    print(f"\n{ROUNDS} rounds of {SECONDS} s, {CONNECTIONS} connections: answers a second (ratio to gunicorn), p99 ms")
    unseen = {name: unseen_steps() for name in running}
    for kind, (path, headers) in KINDS.items():
        seen = defaultdict(list)
        for _ in range(ROUNDS):
            for name, server in running.items():
                asking = Kind(kind, f"http://127.0.0.1:{server.port}", path, filled(server, path, headers))
                seen[name].append(asked(asking, unseen[name]))
        base = statistics.median(rate for rate, _ in seen["gunicorn"])
        for name, values in seen.items():
            rate, p99 = (statistics.median(column) for column in zip(*values, strict=True))
            print(f"  {kind:10} {name:12} {rate:8.0f} ({rate / base:.2f})  {p99:7.1f}", flush=True)
    for name, server in running.items():
        print(f"  {name:12} {server.resident / 2**20:.0f} MiB after it")


def filled(server: Server, path: str, headers: Mapping[str, str]) -> dict[str, str]:
    """The headers, with the ETag that the server's own answer has."""
    with Visitor(server.port) as visitor:
        visitor.say(request(path or "/", "Accept-Encoding: br\r\n"))
        etag = re.search(rb"(?i)etag: (.*)\r\n", visitor.answer().head)
    return {name: value.format(etag=etag[1].decode() if etag else "") for name, value in headers.items()}


def beside(server: Server, number: int, said: bytes, takes: int) -> str:
    """How many steps others get, and what else."""
    with ExitStack() as stack:
        for _ in range(number):
            stack.enter_context(Visitor(server.port, takes)).say(said)
        time.sleep(5 if takes else 1)  # until what they ask for is computed
        with crowd(server.port, 4) as tally:
            time.sleep(5)
            seen = dict(tally.count)
    return str(seen or "none")


def stopped(command: tuple[str, ...]) -> str:
    """What becomes of a crowd's requests from SIGTERM on, and how long it takes."""
    with served(command) as server, crowd(server.port, 24, think=0.005) as tally:
        with suppress(TimeoutError):
            tally.wait_for(40)
        before, began = tally.count.copy(), time.monotonic()
        try:
            status = server.stop(15)
        except subprocess.TimeoutExpired:
            status = "it did not stop"
        took = time.monotonic() - began
        time.sleep(0.3)
        return f"{took:.1f} s, status {status}: {dict(tally.count - before)}"


def killed(command: tuple[str, ...]) -> str:
    """What becomes of a crowd's requests when a process dies."""
    with served(command) as server, crowd(server.port, 8) as tally:
        tally.wait_for(40)
        before, victim = tally.count.copy(), server.workers[-1]
        subprocess.run(["kill", f"-{signal.SIGKILL.value}", str(victim)], check=True)
        began = time.monotonic()
        number = len(server.settled(len(server.workers), without=victim))
        took = time.monotonic() - began
        time.sleep(1)
        return f"{number} processes again after {took:.1f} s: {dict(tally.count - before)}"


if __name__ == "__main__":
    main()
