"""A server process in small: `python -m tests.speed.start FOLDER KIND…` presses start for each of these kinds.

It prints a line when all are joined, looks until all are over, prints their states, and stays until its input ends.
"""

import json
import sys
import time
from pathlib import Path
from threading import Thread

from app.speed.client import Races
from tests.speed.conftest import host

if __name__ == "__main__":
    folder, kinds = Path(sys.argv[1]), sys.argv[2:]
    races = Races(folder, host(folder, grace=2))
    tickets: list[str] = []
    threads = [Thread(target=lambda kind=kind: tickets.append(races.join(kind))) for kind in kinds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(len(tickets), flush=True)
    while "waiting" in (states := [races.look(ticket).state for ticket in tickets]) or "running" in states:
        time.sleep(0.05)
    print(json.dumps(states), flush=True)
    sys.stdin.read()
