"""A visit: who asks at the desk, by the cookie of their browser, and what of a form proves that a page of ours made it.

Whoever is not signed in has a cookie too, of their form; signing in draws another.
"""

import hmac
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from secrets import token_bytes, token_urlsafe
from urllib.parse import urlsplit

from sqlalchemy.orm import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from kernel.grants import Grant, Identity, NotGranted, may
from models.accounts import Right
from record.people import sign_ins
from record.people.sign_ins import TOKEN_BYTES, SignedIn
from record.settings import Settings
from web.desk import transport
from web.desk.names import Names
from web.form_fields import Form

GRANTS = {right: Grant(right.value) for right in Right}
FORM_FIELD = "form"
FORM_HEADER = "X-Desk-Form"  # the same, of a request that htmx makes
PART = "hx-request"
LONGEST_COOKIE = 200  # characters
UNNAMED = Names()


@dataclass(frozen=True, slots=True)
class Visit:
    """One request of one person, who may not be signed in."""

    request: Request
    settings: Settings
    now: datetime
    token: str  # of the cookie
    who: SignedIn | None = None
    names: Names = UNNAMED
    pad: bytes = field(default_factory=lambda: token_bytes(sha256().digest_size))

    @property
    def form_token(self) -> str:
        """What each form of this browser holds: no other site can know it.

        It is another one in each page, for what is zipped with words of others can be guessed by its length.
        """
        return (self.pad + _xor(self.pad, self._secret)).hex()

    @property
    def _secret(self) -> bytes:
        return sha256(f"form {self.token}".encode()).digest()

    @property
    def is_part(self) -> bool:
        """Return whether htmx asks, for a place in a page that is open."""
        return PART in self.request.headers

    @property
    def came_from(self) -> str:
        """The page of ours from which the browser says that it comes; an empty string where it says none."""
        where = urlsplit(self.request.headers.get("referer", ""))
        if where.netloc != self.request.headers.get("host", ""):
            return ""
        return f"{where.path}?{where.query}" if where.query else where.path

    @property
    def identity(self) -> Identity:
        """Who acts: a person of the record, with what their account may, and whoever they stand in for."""
        assert self.who, "only somebody who is signed in acts"
        covered = {Grant.APPROVER} if self.who.covers else set()
        grants = frozenset({GRANTS[self.who.holds], Grant.LINK, *covered})
        return Identity(self.who.name, grants, frozenset({self.who.person}), self.who.person)

    def may(self, *wanted: Grant) -> bool:
        """Return whether who asks holds one of these grants."""
        return self.who is not None and may(self.identity, wanted)

    def check(self, wanted: Grant, what: str) -> None:
        """Check that who asks holds a grant, without which nobody reads this. Raises NotGranted."""
        if not self.may(wanted):
            raise NotGranted(self.identity, what, (wanted,), verb="read")

    @property
    def client(self) -> str:
        """The address that the request came from."""
        return self.request.client.host if self.request.client else ""

    def check_form(self, form: Form) -> None:
        """Check that a page of ours made this form for this browser, and sent it. Raises HTTPException."""
        transport.check_origin(self.request, self.settings)
        header = self.request.headers.get(FORM_HEADER, "")
        sent = [header] if self.is_part else form.fields.get(FORM_FIELD, ())
        if not hmac.compare_digest(_unmasked("".join(sent)), self._secret):
            raise HTTPException(403, transport.NOT_FROM_HERE)


def _xor(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))


def _unmasked(token: str) -> bytes:
    """Return the secret that a token of a form holds; nothing of what is none."""
    size = sha256().digest_size
    try:
        sent = bytes.fromhex(token)
    except ValueError:
        return b""
    return _xor(sent[:size], sent[size:]) if len(sent) == 2 * size else b""


def begin(session: Session, request: Request, settings: Settings, now: datetime) -> Visit:
    """Return the visit of a request; a browser without a cookie is given one. Raises HTTPException."""
    token = request.cookies.get(transport.cookie_name(request, settings), "")
    if not token or len(token) > LONGEST_COOKIE:
        return Visit(request, settings, now, token_urlsafe(TOKEN_BYTES))
    who = sign_ins.signed_in(session, token, sign_ins.limits(settings), now=now)
    return Visit(request, settings, now, token, who)


def keep(visit: Visit, answer: Response, token: str) -> None:
    """Give the browser this cookie, until it is closed: no script reads it, and no form of another site sends it."""
    name = transport.cookie_name(visit.request, visit.settings)
    is_encrypted = transport.is_encrypted(visit.request, visit.settings)
    answer.set_cookie(name, token, path="/", secure=is_encrypted, httponly=True, samesite="lax")


def forget(visit: Visit, answer: Response) -> None:
    """Have the browser drop its cookie."""
    name = transport.cookie_name(visit.request, visit.settings)
    is_encrypted = transport.is_encrypted(visit.request, visit.settings)
    answer.delete_cookie(name, path="/", secure=is_encrypted, httponly=True, samesite="lax")
