"""A host that starts a fake worker: `python -m tests.speed.fake_host WORKER FOLDER GRACE LEASE SOCKET`."""

import asyncio
import os
import sys
from pathlib import Path

from app.speed.host import Host, serve

if __name__ == "__main__":
    worker, folder, grace, lease, path = sys.argv[1:]
    with Path(folder, "hosts").open("a") as file:
        file.write(f"{os.getpid()}\n")
    command = (sys.executable, "-m", worker, folder)
    asyncio.run(serve(Host(Path(path), command, lease=float(lease), grace=float(grace))))
