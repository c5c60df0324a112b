"""The host: one process that owns the queue of races and runs them, however many processes serve the page.

`python -m app.speed.host SOCKET` listens on that Unix socket. A request is a line of JSON, and so is its answer:

    {"ask": "join", "kind": K}     {"ticket": T}, or {"full": a sentence}
    {"ask": "look", "ticket": T}   what a Standing says
    {"ask": "leave", "ticket": T}  {}
    {"ask": "last", "kind": K}     {"lap": the final lap of the last finished race of that kind, or null}
    {"ask": "stay"}                {}, and the host stays as long as this connection is open
    anything else                  {"error": a sentence}

One thread does it all, with the standard library alone, so that it starts at once and stays small. It always ends with
status 0: where gunicorn is the first process of a container, other statuses would say something about gunicorn.
"""

import asyncio
import json
import signal
import socket
import sys
import time
from asyncio import StreamReader, StreamWriter, Task
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeAlias

from app.speed import child
from app.speed.queue import LEASE, Full, Queue

WORKER = (sys.executable, "-m", "app.speed.worker")
"""The command that races; the kind is added to it."""
LIMIT = 20.0
"""Seconds from the start of a race to its end. A race budgets for sixteen; a slow or busy machine may take longer."""
GRACE = 2.0
"""Seconds that the host waits for the next server process when the last has gone: a restart keeps what was measured."""
TICK = 0.5
"""Seconds between two looks at who has left."""
LONGEST_REQUEST = 2**16
"""Bytes of a request. An address has 8,190 at most."""
BACKLOG = 1024
"""Connections that may wait to be taken: more than all threads of 64 server processes."""

Answer: TypeAlias = dict[str, Any]


class BadRequest(Exception):
    """A line that is no request; the message is a sentence."""


class Host:
    """The queue, the race that runs and the connections. ``command`` is what races, without the kind."""

    def __init__(
        self,
        path: Path,
        command: Sequence[str] = WORKER,
        *,
        lease: float = LEASE,
        limit: float = LIMIT,
        grace: float = GRACE,
    ) -> None:
        self._path = path
        self._mark = path.with_suffix(".race")
        self._command = command
        self._limit = limit
        self._grace = grace
        self._queue = Queue(lease)
        self._race: Task[str] | None = None
        self._staying: set[StreamWriter] = set()
        self._alone_since = time.monotonic()
        self._ending = asyncio.Event()

    def end(self) -> None:
        """Let run() return soon, with the race killed and the socket removed."""
        self._ending.set()

    async def run(self) -> None:
        """Serve until end() is called or nobody stays. OSError if somebody else has the socket."""
        listening = _bound(self._path)
        number = self._path.stat().st_ino
        server = await asyncio.start_unix_server(self._serve, sock=listening, limit=LONGEST_REQUEST, backlog=BACKLOG)
        try:
            child.end_left_over(self._mark)
            while not self._is_over():
                self._queue.expire(time.monotonic())
                self._drive()
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._ending.wait(), TICK)
        finally:
            self._ending.set()
            _remove(self._path, number)  # first: who comes from now on starts another host
            server.close()
            await self._stop()

    def _is_over(self) -> bool:
        is_alone = not self._staying and time.monotonic() - self._alone_since >= self._grace
        return self._ending.is_set() or is_alone

    # The race

    def _drive(self) -> None:
        """Kill the race that nobody wants any more; start the next one."""
        if self._ending.is_set():
            return
        if self._race and self._queue.is_abandoned and not self._race.cancelling():
            self._race.cancel()
        if (kind := self._queue.next_to_start(time.monotonic())) is not None:
            self._race = asyncio.create_task(
                child.run([*self._command, kind], self._queue.lap, self._limit, self._mark)
            )
            self._race.add_done_callback(self._settle)

    def _settle(self, race: Task[str]) -> None:
        """Tell the queue how the race has ended."""
        if race.cancelled():
            self._queue.cancelled()
        elif error := race.exception():
            self._queue.failed(f"The race could not be run ({error}). Try again in a while.")
        elif reason := race.result():
            self._queue.failed(reason)
        else:
            self._queue.finished()
        self._drive()

    async def _stop(self) -> None:
        if self._race and not self._race.done():
            self._race.cancel()
            await asyncio.wait([self._race])

    # The connections

    async def _serve(self, reader: StreamReader, writer: StreamWriter) -> None:
        """Answer the requests of one connection, line by line."""
        try:
            async for line in reader:
                writer.write(_line(self._reply(line, writer)))
                await writer.drain()
        except ValueError:  # the line is too long, and where the next begins is unknown
            writer.write(_line({"error": f"A request has at most {LONGEST_REQUEST:,} bytes."}))
        except ConnectionError:
            pass
        finally:
            self._gone(writer)
            writer.close()

    def _reply(self, line: bytes, writer: StreamWriter) -> Answer:
        try:
            request = _read(line)
            if request.get("ask") == "stay":
                self._staying.add(writer)
                return {}
            return self._answer(request)
        except BadRequest as bad:
            return {"error": str(bad)}

    def _gone(self, writer: StreamWriter) -> None:
        if writer in self._staying:
            self._staying.remove(writer)
            self._alone_since = time.monotonic()

    def _answer(self, request: Answer) -> Answer:
        match request:
            case {"ask": "join", "kind": str(kind)} if kind.isprintable():
                return self._join(kind)
            case {"ask": "look", "ticket": str(ticket)}:
                return asdict(self._queue.look(ticket, time.monotonic()))
            case {"ask": "leave", "ticket": str(ticket)}:
                self._queue.leave(ticket)
                self._drive()
                return {}
            case {"ask": "last", "kind": str(kind)}:
                return {"lap": self._queue.last(kind)}
        raise BadRequest("A request is to join, look, leave, last or stay, with a kind or a ticket.")

    def _join(self, kind: str) -> Answer:
        try:
            ticket = self._queue.join(kind, time.monotonic())
        except Full as full:
            return {"full": str(full)}
        self._drive()
        return {"ticket": ticket}


def _read(line: bytes) -> Answer:
    try:
        request = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadRequest("A request is a line of JSON.") from error
    if not isinstance(request, dict):
        raise BadRequest("A request is a JSON object.")
    return request


def _line(answer: Answer) -> bytes:
    return json.dumps(answer, separators=(",", ":")).encode() + b"\n"


def _bound(path: Path) -> socket.socket:
    """A socket that listens at that path. OSError if the path is taken (asyncio would take it from whoever has it)."""
    bound = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        bound.bind(str(path))
        bound.listen(BACKLOG)
    except OSError:
        bound.close()
        raise
    return bound


def _remove(path: Path, number: int) -> None:
    """Remove the socket, unless it is another host's by now."""
    with suppress(FileNotFoundError):
        if path.stat().st_ino == number:
            path.unlink()


async def serve(host: Host) -> None:
    """Run the host until it is told to end by a signal, or nobody stays."""
    for each in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(each, host.end)
    with suppress(OSError):  # another host was faster
        await host.run()


if __name__ == "__main__":
    asyncio.run(serve(Host(Path(sys.argv[1]))))
