"""make bench: the cost of a visit, a step, the server and a race, next to their budgets.

Times depend on the machine, so each is compared with one of the same run: /healthz for the server, a frame of the
screen for the browser. No measurement fails.
"""

import http.client
import os
import shutil
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from threading import Event, Thread
from urllib.parse import urlsplit

from flask import Flask
from playwright.sync_api import CDPSession, Page, sync_playwright
from werkzeug.test import Client

from app import create_app
from tests.bench.rates import PART, STEP, rates, unseen_steps
from tests.support.server import served

STEPS = (
    STEP,
    "/?step=6",
    "/?view=vectorized&step=1",
    "/?preset=iris&step=331",
    "/?preset=iris&view=vectorized&step=4",
    "/?layers=8-8-8-8-8&m=64&seed=4&step=333",
    "/?preset=digits&step=3001",
    "/?preset=digits&view=vectorized&step=3&cell=Z2.3.5",
)
BARE = (sys.executable, "-m", "tests.bench.bare")
ROUNDS = 200
PRESSES = 30
VISITORS = 30
FRAME = 1000 / 60
PAINT = """() => {
    window.paints = [];
    let pressed = 0;
    addEventListener("keydown", event => { pressed = event.timeStamp; }, true);
    document.addEventListener("htmx:after:swap", () => requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => window.paints.push(performance.now() - pressed);
        channel.port2.postMessage(0);
    }));
}"""


def main() -> None:
    """Print all measurements."""
    with served(LOG="none") as server, sync_playwright() as playwright:
        address = server.address
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"])
        print("\nA cold visit, as the browser counts it (compressed, with headers)")
        cold_visit(browser.new_page(), address)
        print("\nA step's part, compressed (budget 8,000 bytes)")
        for step in STEPS:
            print(f"  {len(get(address, step)):6,} bytes  {step}")
        print(f"\nServer time in milliseconds, {ROUNDS} answers each, in turn (budget for any step: 3 × course)")
        uncached()
        cached(address)
        print("\nRequests per second, through the same server, in turn")
        with served((*BARE, str(len(get(address, STEP)))), LOG="none") as bare:
            rates(bare.address, address, etag(address))
        print(
            f"\nKey press to next paint, {PRESSES} steps (a frame is {FRAME:.1f} ms; budget two frames at the median)"
        )
        for delay, pause in ((0, 150), (200, 700)):
            page = browser.new_page(viewport={"width": 1280, "height": 720})
            paints(page, address, delay, pause)
        browser.close()
        print(f"\nA step while a race runs and {VISITORS} visitors watch it (budget: twice the quiet p95)")
        during_a_race(address)


def cold_visit(page: Page, address: str) -> None:
    """Bytes over the network of a first visit that ends with the next step prefetched."""
    session = page.context.new_cdp_session(page)
    sizes, names = counted(session)
    page.goto(address, wait_until="load")
    page.wait_for_timeout(100)
    page.wait_for_load_state("networkidle")
    for request, size in sizes.items():
        print(f"  {size:6,.0f} bytes  {urlsplit(names[request]).path}{'?' * bool(urlsplit(names[request]).query)}")
    print(f"  {sum(sizes.values()):6,.0f} bytes in {len(sizes)} requests (budget 66,000 in 8)")


def counted(session: CDPSession) -> tuple[dict[str, float], dict[str, str]]:
    """Size and address of every request that finishes from now on."""
    sizes: dict[str, float] = {}
    names: dict[str, str] = {}
    session.on("Network.requestWillBeSent", lambda event: names.update({event["requestId"]: event["request"]["url"]}))
    session.on("Network.loadingFinished", lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]}))
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    return sizes, names


def uncached() -> None:
    """The app without its response cache: routing, view models, templates, compression."""
    app = create_app()
    client = Client(partial(Flask.wsgi_app, app))
    answers = {step: lambda step=step: client.get(step, headers=PART) for step in STEPS}
    answers["/healthz"] = lambda: client.get("/healthz")
    report("uncached", alternating(answers))


def cached(address: str) -> None:
    """One keep-alive connection to the server, whose response cache has the answers."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc)

    def ask(path: str) -> None:
        connection.request("GET", path, headers=PART)
        connection.getresponse().read()

    report("cached", alternating({step: lambda step=step: ask(step) for step in (*STEPS, "/healthz")}))


def alternating(answers: dict[str, Callable[[], object]]) -> dict[str, list[float]]:
    """Milliseconds of each answer, measured in turn, so that a slow moment affects all of them."""
    taken: dict[str, list[float]] = {name: [] for name in answers}
    for turn in range(ROUNDS + 5):
        for name, answer in answers.items():
            start = time.perf_counter()
            answer()
            if turn >= 5:
                taken[name].append((time.perf_counter() - start) * 1000)
    return taken


def during_a_race(address: str) -> None:
    """Server time of a step without and with a race, and the race."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc)
    unseen = unseen_steps()

    def step() -> float:
        start = time.perf_counter()
        connection.request("GET", next(unseen), headers=PART)
        connection.getresponse().read()
        time.sleep(0.02)  # think time
        return (time.perf_counter() - start - 0.02) * 1000

    quiet = [step() for _ in range(ROUNDS)]
    began = time.perf_counter()
    tickets = [started(address, "guess=100") for _ in range(VISITORS)]
    over = Event()
    watchers = [Thread(target=watch, args=(address, ticket, over)) for ticket in tickets]
    for watcher in watchers:
        watcher.start()
    racing = []
    while not over.is_set():
        racing.append(step())
    for watcher in watchers:
        watcher.join()
    for name, times in (("quiet", quiet), ("race", racing)):
        median, high = statistics.median(times), statistics.quantiles(times, n=20)[-1]
        print(f"  {name:5}  p50 {median:6.2f}  p95 {high:6.2f}  of {len(times)} answers")
    ratio = statistics.quantiles(racing, n=20)[-1] / statistics.quantiles(quiet, n=20)[-1]
    print(f"  p95 {ratio:.2f} times the quiet one")
    print(f"\nThe race, {time.perf_counter() - began:.1f} seconds from the start to the last answer (budget 20)")
    print(get(address, f"/speed.csv?{urlsplit(tickets[0]).query}", plain=True).decode())


def started(address: str, query: str) -> str:
    """Start a race; return its address."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc)
    connection.request("GET", f"/speed/start?{query}")
    return connection.getresponse().getheader("Location") or sys.exit("No race was started.")


def watch(address: str, ticket: str, over: Event) -> None:
    """Poll the race every two seconds, as the page does without a stream."""
    while b'class="running"' in get(address, ticket, plain=True):
        time.sleep(2)
    over.set()


def report(where: str, taken: dict[str, list[float]]) -> None:
    """Print median, 95th percentile, and ratios to /healthz and to a step of the course example."""
    bare, course = statistics.median(taken["/healthz"]), statistics.median(taken[STEPS[0]])
    for name, times in taken.items():
        median, high = statistics.median(times), statistics.quantiles(times, n=20)[-1]
        ratios = f"{median / bare:5.1f} × bare {median / course:5.2f} × course"
        print(f"  {where:10}  p50 {median:6.2f}  p95 {high:6.2f}  {ratios}  {name}")


def paints(page: Page, address: str, delay: int, pause: int) -> None:
    """Milliseconds from a key press to the paint of the step, with that network latency."""
    page.goto(address)
    page.wait_for_load_state("networkidle")
    conditions = {"offline": False, "latency": delay, "downloadThroughput": -1, "uploadThroughput": -1}
    page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", conditions)
    page.evaluate(PAINT)
    for key in ["ArrowRight"] * 20 + ["ArrowLeft"] * (PRESSES - 20):
        page.keyboard.press(key)
        page.wait_for_timeout(pause)
    times = page.evaluate("window.paints")
    median, high = statistics.median(times), statistics.quantiles(times, n=20)[-1]
    print(f"  {delay:3} ms away  p50 {median:5.1f} ms = {median / FRAME:.1f} frames  p95 {high:5.1f} ms")


def get(address: str, path: str, plain: bool = False) -> bytes:
    """The body of one answer; ``plain`` is not compressed."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc)
    connection.request("GET", path, headers={**PART, "Accept-Encoding": ""} if plain else PART)
    return connection.getresponse().read()


def etag(address: str) -> str:
    """The ETag of the compressed part."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc)
    connection.request("GET", STEP, headers=PART)
    return connection.getresponse().getheader("ETag") or sys.exit("The step's part has no ETag.")


def chromium() -> str:
    """The system's Chromium."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    return found or sys.exit("There is no Chromium here: run `make bench`, or set CHROMIUM to its path.")


if __name__ == "__main__":
    main()
