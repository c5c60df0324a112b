"""A Flask application that does next to nothing: what the others are compared with."""

from flask import Flask, Response


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
