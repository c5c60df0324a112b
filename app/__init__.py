"""Columnwise: see a neural network compute every example at once."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


def create_app() -> "Flask":
    """Configure, wire, return. Nothing else happens at import time."""
    # Imported here, because whoever imports any part of app runs this file: the host of the races stays small.
    from flask import Flask

    from app.web import connect

    app = Flask(__name__, template_folder="../templates", static_folder=None)
    connect(app)
    return app
