"""The headers of every answer: what a browser, and a page of somebody else, may do with it."""

from flask import Response, request
from werkzeug.datastructures import ContentSecurityPolicy

from app.views.picture import PICTURE_PATH
from app.views.place import EMBED_PATH

_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "font-src": "'self'",
    "img-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'self'",
}
_ALONE = ContentSecurityPolicy(_POLICY)
_FRAMED = ContentSecurityPolicy({**_POLICY, "frame-ancestors": "*"})
_ASKED_BY_HTMX = "HX-Request, HX-Request-Type, HX-Current-URL, HX-Source, HX-Target, HX-Boosted"


def add(response: Response) -> Response:
    """Nothing inline, nothing from elsewhere, nothing kept, nothing told to others; only /embed is framed by others."""
    response.content_security_policy = _FRAMED if request.path == EMBED_PATH else _ALONE
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    response.headers["Cross-Origin-Embedder-Policy"] = "require-corp"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
    if request.path in (EMBED_PATH, PICTURE_PATH) or request.path.startswith("/static/"):
        _lend(response)
    return response


def only_by_tls(response: Response) -> Response:
    """Whoever came by TLS comes by TLS for a year. A browser ignores this word from an answer without TLS."""
    if request.is_secure:
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
    return response


def _lend(response: Response) -> None:
    """What a frame shows or asks for. In a sandboxed frame even Columnwise's own files come from another origin."""
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["Access-Control-Allow-Origin"] = "*"
    if request.method == "OPTIONS":
        response.headers["Access-Control-Allow-Headers"] = _ASKED_BY_HTMX
        response.headers["Access-Control-Max-Age"] = "7200"
