"""Security headers: what a browser, and a page of another origin, may do with a response."""

from flask import Response, request
from werkzeug.datastructures import ContentSecurityPolicy

from app.views.base.urls import EMBED_PATH, PICTURE_PATH

_POLICY = {
    "default-src": "'none'",
    **dict.fromkeys(("script-src", "style-src", "font-src", "img-src", "connect-src", "form-action"), "'self'"),
    "base-uri": "'none'",
    "frame-ancestors": "'self'",
}
_PAGE_POLICY = ContentSecurityPolicy(_POLICY)
_FRAME_POLICY = ContentSecurityPolicy({**_POLICY, "frame-ancestors": "*"})
SECURITY = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Embedder-Policy", "require-corp"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
)
"""Headers of every response."""
SERVER_ERROR = (
    *SECURITY,
    ("Cache-Control", "no-store"),
    ("Content-Security-Policy", "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"),
)
"""Headers of a request that the server itself refuses: it never reaches the app."""
_ASKED_BY_HTMX = "HX-Request, HX-Request-Type, HX-Current-URL, HX-Source, HX-Target, HX-Boosted"


def add(response: Response) -> Response:
    """Nothing inline, nothing from other origins; only /embed may be framed by another site."""
    response.content_security_policy = _FRAME_POLICY if request.path == EMBED_PATH else _PAGE_POLICY
    response.headers.update(SECURITY)
    if request.path in (EMBED_PATH, PICTURE_PATH) or request.path.startswith("/static/"):
        # What a frame loads: in a sandboxed frame even Columnwise's own files come from another origin.
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        response.headers["Access-Control-Allow-Origin"] = "*"
        if request.method == "OPTIONS":
            response.headers["Access-Control-Allow-Headers"] = _ASKED_BY_HTMX
            response.headers["Access-Control-Max-Age"] = "7200"
    return response


def add_hsts(response: Response) -> Response:
    """Tell a browser that came by TLS to come by TLS only, for a year; without TLS a browser ignores the header."""
    if request.is_secure:
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
    return response
