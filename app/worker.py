"""How slow visitors are kept from holding up others: threads compute, and whoever must wait waits in the loop.

gunicorn's gthread worker gives a thread to a request while it comes in and to an answer while it is read, and stands
still as long as somebody does not close what it has closed; when it stops, it forgets who waits to be let in. Here a
thread gets a request when all of its head is there, and leaves the answer to the loop, which sends it as it is read.
docs/decisions/0012-gunicorn-with-patience.md has what was measured.

It knows neither TLS nor HTTP/2 (a proxy in front does), and answers a request with a body without reading the body.
"""

import selectors
import socket
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import suppress
from time import monotonic
from typing import Any

from gunicorn.http import get_parser
from gunicorn.http.errors import LimitRequestHeaders
from gunicorn.workers.gthread import TConn, ThreadWorker

HEAD_SECONDS = 10.0
"""How long the head of a request may take. A browser that connects ahead of need connects again by itself."""
LONGEST_HEAD = 65_536
"""Bytes of a head, after which nobody waits for its end."""
READ_SECONDS = 60.0
"""How long the reading of an answer may take."""
MOST_PIECES = 64
"""Pieces of an answer for one write; a system takes 1,024 or fewer, and an answer has two."""
MOST_READERS = 100
"""Slow readers at once in one process."""
MOST_UNSENT = 50 * 2**20
"""Bytes that wait for slow readers in one process. The largest answer, whole and unpacked, has three million."""
FAREWELL_SECONDS, FAREWELL_BYTES = 2.0, 65_536
"""How long, and for how many bytes, one listens to who has been answered. Closing at once could lose the answer."""
WHILE_SECONDS = 1.0
"""After so long in any of these waits, a connection may be closed for the next in a full house."""
CLOSED = b"""\
Cache-Control: no-store\r
Content-Security-Policy: default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'\r
X-Content-Type-Options: nosniff\r
Referrer-Policy: same-origin\r
Cross-Origin-Opener-Policy: same-origin\r
Cross-Origin-Embedder-Policy: require-corp\r
Cross-Origin-Resource-Policy: same-origin\r
Permissions-Policy: camera=(), geolocation=(), microphone=()\r
"""
"""What gunicorn does not say when it refuses a request that never reached the app (app/web/headers.py)."""


class PatientSocket(socket.socket):
    """A socket that keeps an answer in ``unsent`` until the loop sends it, as a whole if the network takes it.

    gunicorn writes the head and the body each by itself. A process that is killed in between would leave an answer
    that is only begun, and no proxy could ask another copy for the rest of it.
    Where the app has set a timeout (a stream does), it sends as any other.
    """

    def __init__(self, given: socket.socket) -> None:
        super().__init__(given.family, given.type, given.proto, given.detach())
        self.unsent: list[memoryview] = []

    def sendall(self, data: Any, flags: int = 0) -> None:
        """Keep it to be sent."""
        if self.gettimeout():
            super().sendall(data, flags)
        else:
            self.unsent.append(memoryview(data))

    def send_on(self) -> None:
        """Send what the network takes now. OSError if there is nobody any more."""
        with suppress(BlockingIOError):
            while self.unsent:
                sent = self.sendmsg(self.unsent[:MOST_PIECES], (), socket.MSG_DONTWAIT)
                while self.unsent and sent >= len(self.unsent[0]):
                    sent -= len(self.unsent.pop(0))
                if sent:
                    self.unsent[0] = self.unsent[0][sent:]


class Connection(TConn):  # type: ignore[misc]  # gunicorn brings no types
    """A connection whose requests are read from what has arrived, never from the network."""

    def __init__(self, cfg: Any, sock: socket.socket, client: Any, server: Any) -> None:
        super().__init__(cfg, PatientSocket(sock), client, server)
        self.parser = get_parser(cfg, self._more(), client)
        self.initialized = self.data_ready = True
        self.head = bytearray()
        self.farewell = 0
        self.answer: Future[bool]

    def hear(self, size: int) -> bytes | None:
        """What has arrived since; None if nothing has, empty at the end."""
        try:
            return self.sock.recv(size)  # type: ignore[no-any-return]
        except BlockingIOError:
            return None
        except OSError:
            return b""

    def can_be_read(self) -> bool:
        """Whether the parser knows what to say: the head is whole, or will never be right."""
        head = self.head
        return b"\r\n\r\n" in head or len(head) > LONGEST_HEAD or head.count(b"\n") > head.count(b"\r\n")

    def _more(self) -> Iterator[bytes]:
        """What the parser gets if it asks for more."""
        if len(self.head) > LONGEST_HEAD:
            raise LimitRequestHeaders(f"more than {LONGEST_HEAD} bytes")
        yield b""


class Waiting:
    """Connections that wait in the loop for one event, each for so many seconds at most, the longest first."""

    def __init__(self, poller: selectors.BaseSelector, event: int, seconds: float, then: Callable[[Connection], None]):
        self._poller, self._event, self.seconds, self._then = poller, event, seconds, then
        self._until: dict[Connection, float] = {}

    def __len__(self) -> int:
        return len(self._until)

    def __iter__(self) -> Iterator[Connection]:
        return iter(self._until)

    def __contains__(self, connection: Connection) -> bool:
        return connection in self._until

    def add(self, connection: Connection) -> None:
        """Let it wait; its time runs from now, however often the event comes."""
        connection.sock.setblocking(False)
        self._until[connection] = monotonic() + self.seconds
        self._poller.register(connection.sock, self._event, lambda _: self._then(connection))

    def remove(self, connection: Connection) -> None:
        """It waits no longer."""
        del self._until[connection]
        self._poller.unregister(connection.sock)

    def longest(self, seconds: float) -> Connection | None:
        """Who has waited longest, if it has waited so long."""
        first = next(iter(self._until), None)
        return first if first and self._until[first] - monotonic() <= self.seconds - seconds else None

    def end_by(self, moment: float) -> None:
        """Nobody who waits now waits longer than that."""
        self._until = {connection: min(until, moment) for connection, until in self._until.items()}


class PatientWorker(ThreadWorker):  # type: ignore[misc]  # gunicorn brings no types
    """gthread, with everything that can take long outside its threads.

    A connection waits among ``heads`` until its request is there, is answered by a thread, waits among ``answers`` if
    it reads slowly, and then either among gunicorn's kept ones for the next request or among ``farewells``.
    """

    @classmethod
    def check_config(cls, cfg: Any, log: Any) -> None:
        """Refuse what it cannot do."""
        if cfg.is_ssl:
            raise RuntimeError("Columnwise leaves TLS to a proxy in front of it: see docs/operating.md.")
        super().check_config(cfg, log)

    def run(self) -> None:
        self.heads = Waiting(self.poller, selectors.EVENT_READ, HEAD_SECONDS, self._listen)
        self.answers = Waiting(self.poller, selectors.EVENT_WRITE, READ_SECONDS, self._send_on)
        self.farewells = Waiting(self.poller, selectors.EVENT_READ, FAREWELL_SECONDS, self._hear_out)
        super().run()

    def accept(self, listener: Any) -> None:
        """Let one in."""
        with suppress(BlockingIOError, ConnectionAbortedError):
            self._let_in(listener)

    def set_accept_enabled(self, enabled: bool) -> None:
        """As gunicorn's; but who stops first lets in all who wait, and closes the door, so that others are refused."""
        super().set_accept_enabled(enabled)
        if not self.alive:
            for listener in self.sockets:
                with suppress(OSError):
                    for _ in range(self.cfg.backlog):
                        self._let_in(listener)
                listener.close()

    def on_client_socket_readable(self, conn: Connection, client: Any) -> None:
        """A kept connection has its next request."""
        self.poller.unregister(client)
        self.keepalived_conns.remove(conn)
        self._listen(conn)

    def handle_request(self, req: Any, conn: Connection) -> bool:
        """Answer. After a request with a body nobody knows where the next one begins."""
        if any(name in ("CONTENT-LENGTH", "TRANSFER-ENCODING") for name, _ in req.headers):
            req.force_close()
        return bool(super().handle_request(req, conn))

    def handle_error(self, req: Any, client: PatientSocket, addr: Any, exc: BaseException) -> None:
        """Refuse in gunicorn's words, which repeat some of the visitor's: as closed as every other answer."""
        before = len(client.unsent)
        super().handle_error(req, client, addr, exc)
        said = b"".join(client.unsent[before:])
        client.unsent[before:] = [memoryview(said.replace(b"\r\n", b"\r\n" + CLOSED, 1))] if said else []

    def finish_request(self, conn: Connection, fs: "Future[bool]") -> None:
        """A thread has answered: the loop sends what is unsent."""
        conn.answer = fs
        if conn.sock.fileno() < 0:
            self.nr_conns -= 1
            return
        try:
            conn.sock.send_on()
        except OSError:
            self._drop(conn, self.answers)
            return
        if conn.sock.unsent:
            self.answers.add(conn)
            while len(self.answers) > MOST_READERS or (len(self.answers) > 1 and self._unsent() > MOST_UNSENT):
                self._drop(next(iter(self.answers)), self.answers)
        else:
            self._go_on(conn)

    def murder_pending(self) -> None:
        """Close what has waited too long, and in a full house whoever can be spared."""
        for waiting in (self.heads, self.answers, self.farewells):
            while late := waiting.longest(waiting.seconds):
                self._drop(late, waiting)
        while self.nr_conns >= self.worker_connections and self._is_spared():
            pass

    def _cap_keepalive(self, deadline: float) -> None:
        super()._cap_keepalive(deadline)
        self.heads.end_by(deadline)

    def _let_in(self, listener: Any) -> None:
        sock, client = listener.accept()
        self.nr_conns += 1
        self.heads.add(Connection(self.cfg, sock, client, listener.getsockname()))

    def _listen(self, conn: Connection) -> None:
        """More of a head has arrived."""
        heard = conn.hear(LONGEST_HEAD)
        conn.head += heard or b""
        if heard == b"":
            self._drop(conn, self.heads)
        elif conn.can_be_read():
            if conn in self.heads:
                self.heads.remove(conn)
            self._answer(conn)
        elif conn not in self.heads:
            self.heads.add(conn)

    def _answer(self, conn: Connection) -> None:
        """Give it to a thread."""
        conn.parser.unreader.unread(bytes(conn.head))
        self.enqueue_req(conn)

    def _send_on(self, conn: Connection) -> None:
        """There is room for more of an answer."""
        try:
            conn.sock.send_on()
        except OSError:
            self._drop(conn, self.answers)
            return
        if not conn.sock.unsent:
            self.answers.remove(conn)
            self._go_on(conn)

    def _go_on(self, conn: Connection) -> None:
        """The answer is on its way: what comes next?"""
        if conn.answer.cancelled() or not conn.answer.result():
            self._say_farewell(conn)
            return
        conn.head = bytearray(conn.parser.unreader.take_buffered())
        if conn.can_be_read():
            self._answer(conn)
        elif conn.head:
            self.heads.add(conn)
        else:
            super().finish_request(conn, conn.answer)

    def _unsent(self) -> int:
        """Bytes kept for who reads slowly: all of an answer, until its last byte is sent."""
        return sum(len(part.obj) for waiting in self.answers for part in waiting.sock.unsent)

    def _say_farewell(self, conn: Connection) -> None:
        with suppress(OSError):  # they have gone already
            conn.sock.shutdown(socket.SHUT_WR)
        self.farewells.add(conn)

    def _hear_out(self, conn: Connection) -> None:
        """Somebody who has been answered closes, or says more."""
        heard = conn.hear(FAREWELL_BYTES)
        conn.farewell += len(heard or b"")
        if heard == b"" or conn.farewell >= FAREWELL_BYTES:
            self._drop(conn, self.farewells)

    def _is_spared(self) -> bool:
        """Close one, if there is one who has waited a while: who is idle first, who reads last."""
        kept = self.keepalived_conns
        if kept and kept[0].timeout - monotonic() <= self.cfg.keepalive - WHILE_SECONDS:
            kept[0].timeout = 0.0
            self.murder_keepalived()
            return True
        for waiting in (self.farewells, self.heads, self.answers):
            if longest := waiting.longest(WHILE_SECONDS):
                self._drop(longest, waiting)
                return True
        return False

    def _drop(self, conn: Connection, waiting: Waiting) -> None:
        if conn in waiting:
            waiting.remove(conn)
        self.nr_conns -= 1
        conn.close()
