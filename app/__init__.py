"""Columnwise: see a neural network compute every example at once."""

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from app.config import Settings


def create_app(settings: "Settings | None" = None) -> "Flask":
    """Configure, wire, return. Nothing else happens at import time. Without settings, those of the environment."""
    # Imported lazily: every import of a part of app runs this file, and the process of a race needs no Flask.
    from flask import Flask

    from app.config import settings as read
    from app.web import connect

    app = Flask(__name__, template_folder="../templates", static_folder=None)
    connect(app, settings or read(os.environ))
    return app
