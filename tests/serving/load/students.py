"""What a class does, for locust: open a board, step, look, change a network, load again. Every answer is checked.

locust runs this file in a process of its own, because it alters Python's sockets.
"""

import logging
import random
import re

from locust import FastHttpUser, between, task

PART = {"HX-Request": "true", "HX-Request-Type": "partial", "Accept-Encoding": "br"}
PAGE = {"Accept-Encoding": "br"}
LESSONS = ({}, {}, {}, {"preset": "iris"}, {"preset": "xor"}, {"preset": "digits"})
"""What they open: most of them the first lesson."""
CELLS = ("Z1.1.1", "A1.1.1", "Z1.1.2")


def wrong(answer: object, why: str) -> None:
    """Count it as a failure, and say what it was."""
    answer.failure(why)
    logging.warning(why)


class Student(FastHttpUser):
    """One who looks at every step for a second or three."""

    wait_time = between(1, 3)

    def on_start(self) -> None:
        """Open the board, with its files."""
        self.lesson = dict(random.choice(LESSONS))
        self.look = {}
        self.step = self.steps = 0
        self.etag = ""
        page = self.open("page")
        for file in set(re.findall(r"/static/[\w.-]+\.(?:css|js)", page)):
            self.client.get(file, name="file", headers=PAGE)

    @task(12)
    def next_step(self) -> None:
        self.step = self.step + 1 if self.step < self.steps else 0
        self.look.pop("cell", None)
        self.ask("step")

    @task(2)
    def other_view(self) -> None:
        self.look = {} if self.look.get("view") else {"view": "vectorized"}
        self.step = 1
        self.ask("view")

    @task(3)
    def choose_cell(self) -> None:
        self.look["cell"] = random.choice(CELLS)
        self.ask("cell")

    @task(1)
    def change_network(self) -> None:
        """A new network of this student alone: its numbers are computed."""
        units, seed = random.randint(2, 6), random.randint(1, 9999)
        self.lesson = {"layers": f"{units}-3", "m": "5", "seed": str(seed)}
        self.look, self.step = {}, 1
        self.ask("change")

    @task(1)
    def load_again(self) -> None:
        """The page, and again what one has already."""
        self.open("page")
        self.open("page again", self.etag)

    def ask(self, name: str) -> None:
        """What htmx asks for when something on the board is pressed."""
        with self.client.get(self.address, name=name, headers=PART, catch_response=True) as answer:
            self.check(answer, answer.status_code == 200 and answer.content.decode(), part=True)

    def open(self, name: str, etag: str = "") -> str:
        """The page as a browser asks for it; with what it has already, nothing."""
        headers = {**PAGE, "If-None-Match": etag} if etag else PAGE
        with self.client.get(self.address, name=name, headers=headers, catch_response=True) as answer:
            if etag:
                if answer.status_code != 304 or answer.content:
                    wrong(answer, f"{answer.status_code} instead of 304")
                return ""
            text = answer.status_code == 200 and answer.content.decode()
            self.check(answer, text, part=False)
            self.etag = answer.headers.get("ETag", "")
            return text or ""

    @property
    def address(self) -> str:
        query = {**self.lesson, **self.look, **({"step": str(self.step)} if self.step else {})}
        return "/" + "&".join(f"{key}={value}" for key, value in query.items()).join(("?", "")) if query else "/"

    def check(self, answer: object, text: str, part: bool) -> None:
        """Whether the response is the requested one: part or page, step and view."""
        found = re.search(r'data-view="(\w+)" data-step="(\d+)" data-steps="(\d+)"', text or "")
        wanted = (self.look.get("view", "loop"), str(self.step))
        if not text or not found:
            wrong(answer, f"{answer.status_code} without a board: {self.address}")
        elif found.groups()[:2] != wanted or ("<!doctype" in text[:20].lower()) == part:
            wrong(answer, f"{found.groups()} instead of {wanted}: {self.address}")
        else:
            self.steps = int(found[3])
