"""How gunicorn sends an answer: its head together with the first of its body, in one write.

gunicorn itself writes twice. A process that is killed in between leaves an answer that is only begun, and no proxy can
ask another copy for the rest of it.
"""

from gunicorn import util
from gunicorn.http import wsgi


class AtOnce(wsgi.Response):  # type: ignore[misc] # gunicorn brings no types
    """gunicorn's response, whose head waits for the first of the body, or for its end."""

    headers_sent: bool
    _head = b""

    def send_headers(self) -> None:
        """Make the head ready. What calls this writes the body next, or closes."""
        if not self.headers_sent:
            lines = [*self.default_headers(), *(f"{name}: {text}\r\n" for name, text in self.headers), "\r\n"]
            self._head = "".join(lines).encode("latin-1")
            self.headers_sent = True

    def can_sendfile(self) -> bool:
        """Columnwise sends no files that lie on a disk."""
        return False

    def close(self) -> None:
        """The answer is complete."""
        self.send_headers()
        if self._head:
            util.write(self.sock, self._head_once())
        super().close()

    def _emit_body(self, data: bytes) -> None:
        framed = b"%X\r\n%b\r\n" % (len(data), data) if self.chunked else data
        util.write(self.sock, self._head_once() + framed)

    def _head_once(self) -> bytes:
        head, self._head = self._head, b""
        return head


def at_once() -> None:
    """Let this process send so: gunicorn makes every response by this name."""
    wsgi.Response = AtOnce
