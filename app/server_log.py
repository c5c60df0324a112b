"""gunicorn's own messages, in the form and on the stream of the rest of the log."""

import os
import re
from typing import Any

from gunicorn.glogging import Logger

from app import log
from app.config import settings

_ADDRESS = re.compile(r"^Invalid request from ip=\S*: ")


class ServerLog(Logger):  # type: ignore[misc]
    """Where gunicorn writes to. Its access log is off unless asked for: the app writes the requests' lines itself."""

    def setup(self, cfg: Any) -> None:
        """Send to the process's log what gunicorn would send to standard error."""
        super().setup(cfg)
        log.write(settings(os.environ).log)
        if cfg.errorlog == "-":
            self.error_log.handlers.clear()
            self.error_log.propagate = True

    def warning(self, msg: str, *args: Any, **kwargs: Any) -> None:
        """Warn; but whoever sends nonsense raises no alarm, and nothing is said of their address."""
        if _ADDRESS.match(msg):
            super().info("%s", _ADDRESS.sub("Invalid request: ", msg))
        else:
            super().warning(msg, *args, **kwargs)
