"""A step up: who resumes sending, changes channels or accounts, or takes people away in a file, gives a password again.

Who has none here, but an identity provider, signs in anew there (web/desk/provider_pages.py).
A browser that is left open, or a cookie that somebody stole, is not enough for these.
"""

from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import Engine, select

from models.accounts import Credential
from models.engine import reading
from models.people import Person
from record.people import sign_ins
from web.desk import passwords
from web.desk.visits import Visit
from web.desk.words import say
from web.form_fields import Form
from web.page_acts import do
from web.quotas import Quota, Verdict

FIELD = "again"  # the password, in a form
PROVED_FOR = timedelta(minutes=10)  # since who has no password here signed in anew at their identity provider
ACTS = frozenset(
    {
        "account/change", "account/end", "account/invite", "channels/seal", "channels/test", "db/prune",
        "people/erase", "sending/resume",
    }
)  # fmt: skip
FILES = frozenset(
    {
        "account/list", "bounces/list", "channels/list", "deputy/list", "membership/list", "outbox/list", "people/list",
        "round/forecast", "round/rehearse", "sign-in/list", "tokens/asked", "tokens/list",
    }
)  # fmt: skip
"""The readings whose file is of people, row by row: who they are, or by what they are reached."""


@dataclass(frozen=True, slots=True)
class StepUp:
    """Asks for the password of whoever is signed in; ten tries in an hour, right ones too."""

    engine: Engine
    quota: Quota = field(default_factory=lambda: Quota(per_client=30, per_mailbox=10))

    def fault(self, visit: Visit, form: Form) -> str:
        """Return what is wrong with the password in the form; empty if it is theirs."""
        assert visit.who
        if not visit.who.has_password:
            proved = visit.who.proved_at
            return "" if proved and visit.now < proved + PROVED_FOR else say("again_at_provider")
        typed, person = "".join(form.fields.get(FIELD, ())), visit.who.person
        if not typed:
            return say("again_empty")
        if self.quota.ask(visit.client, person, now=visit.now) is not Verdict.TAKEN:
            return say("sign_in_often")
        query = select(Person.id, Credential.password).join(Credential, Credential.person_id == Person.id)
        with reading(self.engine) as session:
            row = session.execute(query.where(Person.public_id == person)).one_or_none()
        if passwords.is_right(typed, row.password if row else None):
            return ""
        if row:
            do(self.engine, lambda session: sign_ins.refuse(session, row.id, now=visit.now))
        return say("again_wrong")
