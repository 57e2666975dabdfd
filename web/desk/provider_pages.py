"""Signing in by the office's identity provider: there and back; whoever it names must be known here already."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from models.engine import reading
from models.people import Person
from record.logs import NAME
from record.people import accounts, sign_ins
from record.settings import Settings
from web.desk import attempts, browsers, visits
from web.desk.attempts import Attempt
from web.desk.identity_provider import NotProved, Provider
from web.desk.render import HEADERS, page, see_other
from web.desk.sign_in_pages import OFTEN, SIGN_IN, onward_of
from web.desk.visits import Visit
from web.page_acts import do
from web.quotas import Quota, Verdict

THERE, BACK = "/desk/provider", "/desk/provider/back"
LOG = logging.getLogger(f"{NAME}.web")


@dataclass(frozen=True, slots=True)
class ByProvider:
    """The handlers over one store. A client may come back thirty times in an hour."""

    engine: Engine
    provider: Provider
    quota: Quota = field(default_factory=lambda: Quota(per_client=30, per_mailbox=30))

    def leave(self, visit: Visit) -> Response:
        """Send the browser to the provider; its cookie is what the answer must belong to."""
        _check_set(visit.settings)
        asked = visit.request.query_params
        is_anew = bool(visit.who) and "anew" in asked
        attempt = attempts.begin(visit.token, onward_of(asked.get("next", "")), is_anew=is_anew, now=visit.now)
        answer = RedirectResponse(self.provider.address(attempt, _back(visit), now=visit.now), 303, HEADERS)
        visits.keep(visit, answer, visit.token)
        return answer

    def come_back(self, visit: Visit) -> Response:
        """Sign in whom the provider names, if they have an account here. Raises NotProved."""
        _check_set(visit.settings)
        if self.quota.ask(visit.client, visit.client, now=visit.now) is not Verdict.TAKEN:
            raise HTTPException(OFTEN, "that was tried too often; wait an hour")
        try:
            attempt, claims = self._answer(visit)
        except NotProved as why:
            LOG.warning("an identity provider's answer is refused", extra={"facts": {"why": str(why.__cause__ or why)}})
            raise
        address = _address(claims, visit.settings.oidc_claim)
        with reading(self.engine) as session:
            person = known(session, address, now=visit.now)
        if person is None:
            return page(visit, "unknown", status=403, address=address)
        return self._enter(visit, attempt, person, claims)

    def _answer(self, visit: Visit) -> tuple[Attempt, Mapping[str, Any]]:
        asked = visit.request.query_params
        attempt = attempts.of(visit.token, asked.get("state", ""), now=visit.now)
        if attempt is None:
            raise NotProved("this answer belongs to no attempt of this browser in the last ten minutes")
        if asked.get("iss", visit.settings.oidc_issuer) != visit.settings.oidc_issuer:  # RFC 9207
            raise NotProved("this answer is another provider's")
        if "code" not in asked:
            raise NotProved("the identity provider let nobody in")
        return attempt, self.provider.proved(attempt, asked["code"], _back(visit), now=visit.now)

    def _enter(self, visit: Visit, attempt: Attempt, person: Person, claims: Mapping[str, Any]) -> Response:
        browser = browsers.known_as(visit.request.headers.get("user-agent", ""))
        proved_at = visit.now if attempt.is_anew else None

        def enter(session: Session) -> str | None:
            if visit.who:
                sign_ins.sign_out(session, visit.who.number, now=visit.now)
            return sign_ins.begin(session, person.id, browser, now=visit.now, once=attempt.state, proved_at=proved_at)

        token = do(self.engine, enter)
        if token is None:
            raise NotProved("this answer was used before")
        answer = see_other(attempt.onward)
        visits.keep(visit, answer, token)
        return answer


def known(session: Session, address: str, *, now: datetime) -> Person | None:
    """Return the person of an address who may enter the desk."""
    person = accounts.invitee(session, address) if address else None
    return None if person is None or accounts.is_gone(session, person, now) else person


def _address(claims: Mapping[str, Any], claim: str) -> str:
    """Return what a claim says, if the provider has verified it; it vouches for any but an e-mail address by itself."""
    said = claims.get(claim)
    is_verified = claim != "email" or claims.get("email_verified") in (True, "true")
    return said.strip() if isinstance(said, str) and is_verified else ""


def _back(visit: Visit) -> str:
    """Return the address to which the provider sends people back, as it must know it."""
    return f"{visit.settings.base_url or str(visit.request.base_url).rstrip('/')}{BACK}"


def _check_set(settings: Settings) -> None:
    if not settings.oidc_issuer:
        raise HTTPException(404, f"no identity provider is set here; sign in at {SIGN_IN}")
