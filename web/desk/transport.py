"""How a request came: encrypted, or on this machine; and whether a page of ours sent it.

A password and a cookie go over https only. Without it the desk is served to this very machine, where nothing leaves it;
there the cookie is not marked Secure, since some browsers drop such a cookie over http even then.
"""

import ipaddress
from urllib.parse import urlsplit

from starlette.exceptions import HTTPException
from starlette.requests import Request

from record.settings import Settings

THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})
PASSED_ON = ("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto")
SAFE_COOKIE, PLAIN_COOKIE = "__Host-council", "council"
NOT_ENCRYPTED = (
    "the desk is served over https, or on its own machine at http://127.0.0.1; a proxy in front of it must pass on the "
    "host, or X-Forwarded-Proto"
)
NOT_FROM_HERE = "this form was not sent by a page of the desk; open the page anew, and send it from there"


def check(request: Request, settings: Settings) -> None:
    """Check that nobody on the way can read what is said. Raises HTTPException."""
    if not (is_encrypted(request, settings) or _is_of_this_machine(request)):
        raise HTTPException(403, NOT_ENCRYPTED)


def is_encrypted(request: Request, settings: Settings) -> bool:
    """Return whether the request came over https: by its own word, its proxy's, or because our address is https."""
    ours = urlsplit(settings.base_url or "")
    return request.url.scheme == "https" or (ours.scheme == "https" and request.headers.get("host") == ours.netloc)


def _is_of_this_machine(request: Request) -> bool:
    """Return whether a browser on this machine asks by the machine's own name, and no proxy for somebody else."""
    try:
        is_near = ipaddress.ip_address(request.client.host if request.client else "").is_loopback
    except ValueError:
        return False
    return is_near and request.url.hostname in THIS_MACHINE and not any(map(request.headers.get, PASSED_ON))


def cookie_name(request: Request, settings: Settings) -> str:
    """Return the name of the cookie: one that only this host can have set, where the way is encrypted."""
    return SAFE_COOKIE if is_encrypted(request, settings) else PLAIN_COOKIE


def check_origin(request: Request, settings: Settings) -> None:
    """Check that a page of ours sent this form, by what the browser says and no page can. Raises HTTPException.

    A browser says Sec-Fetch-Site, an older one Origin; who says neither is refused.
    """
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is None and origin is None:
        raise HTTPException(403, NOT_FROM_HERE)
    if site not in (None, "same-origin") or origin not in (None, *_origins(request, settings)):
        raise HTTPException(403, NOT_FROM_HERE)


def _origins(request: Request, settings: Settings) -> set[str]:
    scheme = "https" if is_encrypted(request, settings) else "http"
    ours = urlsplit(settings.base_url or "")
    return {f"{scheme}://{request.headers.get('host', '')}", f"{ours.scheme}://{ours.netloc}"}
