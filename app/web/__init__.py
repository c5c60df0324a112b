"""Flask: routes, part or page, headers, static files, errors. The only package that imports Flask."""

from flask import Flask
from flask_compress import Compress
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from app.config import Settings
from app.speed.queue import RaceQueue
from app.state.limits import MAX_BODY
from app.views.base.urls import SPEED_PATH
from app.views.pages.menu import menu
from app.web import assets, errors, exports, handouts, headers, health, races, responses, routes, sharing
from app.web.rendering import CachedMacro, JsonProvider, TemplateEnvironment
from app.web.requests import RequestMiddleware, add_metrics
from app.web.response_cache import ResponseCache


def connect(app: Flask, settings: Settings) -> None:
    """Set up templates, routes, static files, error pages, headers, compression, caches and middleware."""
    app.json = JsonProvider(app)
    app.jinja_environment = TemplateEnvironment
    app.jinja_options = {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    types = [*assets.TEXT_TYPES, *exports.MIMETYPES.values(), "text/html", "application/json"]
    app.config["COMPRESS_MIMETYPES"] = types
    app.config["COMPRESS_EVALUATE_CONDITIONAL_REQUEST"] = False  # the response cache does
    app.config["MAX_CONTENT_LENGTH"] = app.config["MAX_FORM_MEMORY_SIZE"] = MAX_BODY
    app.url_map.merge_slashes = False  # else a URL with two slashes would be redirected
    Compress(app)  # first, so that it comes last: what is registered later runs earlier
    app.jinja_env.globals["asset"] = assets.collect().urls.__getitem__
    app.jinja_env.globals["networks"] = menu
    app.jinja_env.globals["cached_macro"] = CachedMacro()
    app.extensions["races"] = RaceQueue()
    app.extensions["stopping"] = lambda: False  # app/server.py replaces it
    app.before_request(responses.check_host)
    app.after_request(headers.add)
    if settings.hsts:
        app.after_request(headers.add_hsts)
    for module in (assets, routes, exports, sharing, handouts, races, health):
        app.register_blueprint(module.blueprint)
    errors.register(app)
    app.wsgi_app = ResponseCache(app.wsgi_app, (SPEED_PATH,))  # type: ignore[method-assign]
    _trust_proxies(app, settings)
    _add_request_middleware(app, settings)


def _trust_proxies(app: Flask, settings: Settings) -> None:
    """Answer the trusted hosts only, and trust the X-Forwarded headers of so many proxies."""
    if settings.trusted_hosts:  # and this computer, for health checks
        app.config["TRUSTED_HOSTS"] = [*settings.trusted_hosts, "localhost", "127.0.0.1"]
    if settings.proxies:
        hops = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]


def _add_request_middleware(app: Flask, settings: Settings) -> None:
    """Last, so that it is outside of all other middleware and sees what is really sent."""
    middleware = RequestMiddleware(app, trust_request_id=settings.proxies > 0)
    if settings.metrics:
        add_metrics(app, middleware)
    app.wsgi_app = middleware  # type: ignore[method-assign]
