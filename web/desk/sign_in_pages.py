"""The pages by which somebody enters and leaves: sign in, choose a password by a one-time link, sign out.

A refusal does not say whether there is such an account.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlencode

from sqlalchemy import Engine
from sqlalchemy.orm import Session
from starlette.responses import Response

from models.engine import reading
from models.people import Person
from record.people import accounts, sign_ins
from web.desk import browsers, passwords, visits
from web.desk.passwords import BadPassword
from web.desk.render import HEADERS, page, see_other
from web.desk.visits import Visit
from web.form_fields import Form
from web.page_acts import do
from web.quotas import Quota, Verdict

HOME, SIGN_IN = "/desk", "/desk/sign-in"
OFTEN = 429
LEAVES = "HX-Redirect"  # htmx leaves the page that is open for this one


@dataclass(frozen=True, slots=True)
class SigningIn:
    """The handlers over one store. A client has thirty tries in an hour, an address ten, right ones too."""

    engine: Engine
    quota: Quota = field(default_factory=lambda: Quota(per_client=30, per_mailbox=10))

    def show(self, visit: Visit) -> Response:
        """Return the page to sign in on."""
        onward = onward_of(visit.request.query_params.get("next", ""))
        return see_other(onward) if visit.who else _asking(visit, onward)

    def sign_in(self, visit: Visit, form: Form) -> Response:
        """Sign in whoever gives an address and its password; the browser gets another cookie."""
        email, password = form.one("email").strip(), "".join(form.fields.get("password", ()))
        onward = onward_of(form.one("next"))
        if self.quota.ask(visit.client, email, now=visit.now) is not Verdict.TAKEN:
            return _asking(visit, onward, email=email, wrong="often", status=OFTEN)
        with reading(self.engine) as session:
            found = sign_ins.with_password(session, email, now=visit.now)
            person = found[0] if found else accounts.invitee(session, email)
        if not passwords.is_right(password, found[1] if found else None) or person is None:
            if person:
                do(self.engine, lambda session: sign_ins.refuse(session, person.id, now=visit.now))
            return _asking(visit, onward, email=email, wrong="wrong", status=403)
        return self._enter(visit, onward, lambda session: person)

    def _enter(self, visit: Visit, onward: str, who: Callable[[Session], Person | None]) -> Response:
        """Sign somebody in, in a transaction that also does what makes them known; elsewhere the link is over."""
        browser = browsers.known_as(visit.request.headers.get("user-agent", ""))

        def enter(session: Session) -> str | None:
            person = who(session)
            return sign_ins.begin(session, person.id, browser, now=visit.now) if person else None

        token = do(self.engine, enter)
        if token is None:
            return page(visit, "link_over", status=410)
        answer = see_other(onward)
        visits.keep(visit, answer, token)
        return answer

    def sign_out(self, visit: Visit, _form: Form) -> Response:
        """Sign out of this browser."""
        if visit.who:
            number = visit.who.number
            do(self.engine, lambda session: sign_ins.sign_out(session, number, now=visit.now))
        answer = see_other(SIGN_IN)
        visits.forget(visit, answer)
        return answer

    def offer(self, visit: Visit) -> Response:
        """Return the page on which a password is chosen: programs that look for viruses follow links, but type none."""
        with reading(self.engine) as session:
            person = accounts.invited_by(session, visit.request.path_params["token"], now=visit.now)
        if person is None:
            return page(visit, "link_over", status=410)
        return _choosing(visit, person)

    def choose(self, visit: Visit, form: Form) -> Response:
        """Keep the password that was chosen; the link is used up, and its reader is signed in."""
        token, password = visit.request.path_params["token"], "".join(form.fields.get("password", ()))
        with reading(self.engine) as session:
            person = accounts.invited_by(session, token, now=visit.now)
        if person is None:
            return page(visit, "link_over", status=410)
        try:
            passwords.check(password, person.name, person.email, person.email.partition("@")[0])
        except BadPassword as why:
            return _choosing(visit, person, str(why), status=422)
        hashed = passwords.hash_of(password)
        return self._enter(visit, HOME, lambda session: accounts.choose_password(session, token, hashed, now=visit.now))


def _asking(visit: Visit, onward: str, *, email: str = "", wrong: str = "", status: int = 200) -> Response:
    answer = page(visit, "sign_in", status=status, onward=onward, email=email, wrong=wrong)
    visits.keep(visit, answer, visit.token)  # its form is known by it
    return answer


def _choosing(visit: Visit, person: Person, wrong: str = "", status: int = 200) -> Response:
    said = {"name": person.name, "email": person.email, "wrong": wrong, "least": passwords.LEAST}
    answer = page(visit, "begin", status=status, **said)
    visits.keep(visit, answer, visit.token)
    return answer


def onward_of(words: str) -> str:
    """Return the page of the desk that somebody was on the way to; never an address elsewhere."""
    is_ours = words == HOME or words.startswith((f"{HOME}/", f"{HOME}?"))
    return words if is_ours and "\\" not in words and not words.startswith(SIGN_IN) else HOME


def way_in(visit: Visit) -> Response:
    """Return the page to sign in on, or the way to it, and from there to what was asked for; a form is sent anew."""
    if visit.is_part:
        return Response(status_code=401, headers=HEADERS | {LEAVES: way_to(visit.came_from or HOME)})
    if visit.request.method == "POST":
        return _asking(visit, HOME, wrong="out", status=401)
    url = visit.request.url
    asked = f"{url.path}?{url.query}" if url.query else url.path
    return see_other(way_to(asked))


def way_to(asked: str) -> str:
    """Return the address of the page to sign in on, which then leads to what was asked for."""
    return f"{SIGN_IN}?{urlencode({'next': asked})}" if asked != HOME else SIGN_IN
