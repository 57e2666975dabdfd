"""One GET to an address of the operator's own, with a short time-out: a dead-man's switch, a server's health."""

import threading
from typing import Any
from urllib.parse import urlsplit

PATIENCE = 10.0  # seconds, for all of it


def is_web_address(url: str) -> bool:
    """Return True if it is an http or https address with a host: nothing else is ever fetched."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and url.isprintable() and " " not in url


def ping(url: str, patience: float = PATIENCE) -> str | None:
    """Return what went wrong, without the address, for it may hold a secret; None when it was answered with success.

    Never raises, and returns after `patience` seconds whatever the other side does.
    """
    if not is_web_address(url):
        return "it is not an http or https address"
    answers: list[str | None] = []
    asking = threading.Thread(target=lambda: answers.append(_asked(url, patience)), daemon=True)
    asking.start()
    asking.join(patience)
    return answers[0] if answers else f"no answer within {patience:g} seconds"


def _asked(url: str, patience: float) -> str | None:
    import urllib.error  # with TLS and all: only who asks pays
    import urllib.request

    class Unread(urllib.request.HTTPRedirectHandler):
        """Follows a redirect without reading what comes with it, which may have no end."""

        def redirect_request(self, req: Any, fp: Any, *words: Any) -> urllib.request.Request | None:
            fp.close()
            return super().redirect_request(req, fp, *words)

    try:
        with urllib.request.build_opener(Unread).open(url, timeout=patience):
            return None
    except urllib.error.HTTPError as refusal:
        return f"answered with HTTP {refusal.code}"
    except Exception as fault:  # whatever it is, a round goes on
        return _reason(fault)


def _reason(fault: Exception) -> str:
    """Return the kind of a fault: its words might repeat the address."""
    cause = getattr(fault, "reason", fault)
    return f"not reached ({type(cause).__name__})"
