"""How gunicorn serves Columnwise: `gunicorn -c python:app.server "app:create_app()"`.

gunicorn reads the module variables named like its settings. HOST, PORT and WEB_CONCURRENCY come from
the environment; whatever else somebody wants to set goes into gunicorn's own GUNICORN_CMD_ARGS.
"""

import ctypes
import gc
import os
from typing import Any

from app import counts
from app.config import settings

_settings = settings(os.environ)


def _keep_memory_in_one_heap() -> bool:
    """Tell the C library to give all threads one heap. Whether it can be told: glibc can, and needs it.

    It would give each of many threads its own, and in each what is freed stays in pieces. Measured under 12,000 random
    requests after warm-up: a worker grows by 15 MB and goes on growing, by 2 MB and then no more with one heap.
    It must happen before NumPy starts its threads, and so here.
    """
    arena_max = -8  # M_ARENA_MAX of malloc.h
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    return bool(mallopt and mallopt(arena_max, 1))


_keep_memory_in_one_heap()


def _address(host: str, port: int) -> str:
    """As gunicorn reads it: an address of IPv6 stands in brackets."""
    host = host.strip("[]")
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


# Only this computer, unless told otherwise: the container says HOST=0.0.0.0.
bind = _address(_settings.host, _settings.port)

# Processes use several processors; threads answer others while one tells a visitor how a race stands (half of them
# at most: app/web/races.py). Nothing but caches is kept between requests, so any worker can answer any request.
# The worker is gunicorn's gthread, but slow visitors wait outside its threads: app/worker.py says how long.
worker_class = "app.worker.PatientWorker"
workers = _settings.processes
threads = 8

# Connections of one process, waiting ones included: below the 1,024 files that a process often may open. In a full
# house the longest idle one is closed for the next.
worker_connections = 500
# Connections that wait to be let in: a large class that presses at once. For more the system does not answer, and
# a browser tries again after a second.
backlog = 512

# A process whose loop shows no sign of life for this long is replaced. (A thread is not watched: no page takes more
# than a quarter of a second.)
timeout = 30
# On stop, requests may finish and slow visitors read on. Less than the 10 seconds that `docker stop` waits before it
# kills.
graceful_timeout = 7
# A person looks at a step for a while before the next: the next one should find the connection open.
keepalive = 30
# No leak is known. A process is replaced all the same before one that nobody knows of could matter: after half an
# hour of 200 students, not both processes at once, and with every request answered.
max_requests = 100_000
max_requests_jitter = 20_000

# The address holds the whole state. Past this length it is refused before anything reads it.
limit_request_line = 8190
# A browser sends some twenty fields and a proxy adds a few. One field may be long: the cookies that other programs
# on the same host have set come along.
limit_request_fields = 64
limit_request_field_size = 8190
# gunicorn would believe whoever comes from this computer: X-Forwarded-Proto, and a Script-Name that the address does
# not begin with, for which it answers 500. Nobody is believed here: PROXIES says whom the app believes (app/web).
forwarded_allow_ips = ""

# Import NumPy and Flask once and fork: the second worker starts at once and shares the memory.
preload_app = True

# No socket for `gunicornc`: nobody manages this server while it runs, and a read-only container has no place
# for it.
control_socket_disable = True
# The heartbeat file: on a disk, a slow write would look like a dead worker.
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK | os.X_OK) else None

# What gunicorn has to say goes where the app's own log goes (LOG says in which form); the app writes a line for each
# request, which says nothing about who asked, and so gunicorn writes none.
logger_class = "app.server_log.ServerLog"
accesslog = None

# With METRICS each worker counts in a file of its own, which the others read.
if _settings.metrics:
    counts.prepare(worker_tmp_dir)


def child_exit(server: Any, worker: Any) -> None:
    """Keep what a worker that has ended had counted. Whatever may be wrong with its file, the server goes on."""
    try:
        if _settings.metrics:
            counts.bury(worker.pid)
    except Exception:
        server.log.exception("The counts of worker %s are lost", worker.pid)


def _settle() -> None:
    """Clear up once, then let the garbage collector overlook what lives as long as the process.

    Autoescaping a page leaves thousands of live objects and so brings on full collections. Measured on pages
    of 500 cells: 32 ms at the 99th percentile, 8.8 ms after this.
    """
    gc.collect()
    gc.freeze()


def _draw_a_step(app: Any) -> None:
    """Draw one, so that no visitor waits until the templates are compiled: a quarter of a second, once."""
    with app.test_request_context("/?step=1"):
        app.full_dispatch_request()


def when_ready(server: Any) -> None:
    """Before the first fork, so that the workers share what is made and frozen."""
    _draw_a_step(server.app.wsgi())
    _settle()


def post_worker_init(worker: Any) -> None:
    """In each worker, after a reload too, when when_ready is not called again."""
    worker.wsgi.extensions["stopping"] = lambda: not worker.alive  # so that streams end, and nobody waits for them
    _settle()
