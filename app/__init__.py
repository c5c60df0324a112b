"""Columnwise: see a neural network compute every example at once."""

from flask import Flask

from app.web import connect


def create_app() -> Flask:
    """Configure, wire, return. Nothing else happens at import time."""
    app = Flask(__name__, template_folder="../templates", static_folder=None)
    connect(app)
    return app
