"""Flask: routes, part or page, headers, static files, errors. The only layer that knows the web."""

from flask import Flask
from flask_compress import Compress
from jinja2 import StrictUndefined

from app.speed.client import Races
from app.views.menu import menu
from app.web import assets, errors, exports, handouts, headers, races, routes, sharing


def connect(app: Flask) -> None:
    """Give the app its templates' rules, routes, files, error pages, headers and compression."""
    app.jinja_options = {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    types = [*assets.TEXT_TYPES, *exports.MIMETYPES.values(), "text/html", "application/json"]
    app.config["COMPRESS_MIMETYPES"] = types
    Compress(app)  # first, so that it comes last: what is registered later runs earlier
    files = assets.collect()
    app.jinja_env.globals["asset"] = files.url
    app.jinja_env.globals["networks"] = menu
    app.extensions["races"] = Races()
    app.extensions["stopping"] = lambda: False  # a server says when it stops: app/server.py
    app.after_request(headers.add)
    app.register_blueprint(assets.blueprint(files))
    app.register_blueprint(routes.blueprint)
    app.register_blueprint(exports.blueprint)
    app.register_blueprint(sharing.blueprint)
    app.register_blueprint(handouts.blueprint)
    app.register_blueprint(races.blueprint)
    errors.register(app)
