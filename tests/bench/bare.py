"""A minimal Flask application, for comparison."""

import os
import sys

from flask import Flask, Response

from app.server import serve


def create_app(length: int) -> Flask:
    """``/hello`` says a word, ``/constant`` that many bytes."""
    app, body = Flask(__name__), b"x" * length

    @app.get("/hello")
    def hello() -> str:
        return "hello"

    @app.get("/constant")
    def constant() -> Response:
        return Response(body, mimetype="text/html")

    return app


if __name__ == "__main__":
    serve(create_app(int(sys.argv[1])), "127.0.0.1", int(os.environ["PORT"]))
