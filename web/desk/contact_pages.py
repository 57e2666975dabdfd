"""Contacts and delegations: who belongs to which organization, what they are, and what keeps mail from them."""

from dataclasses import dataclass

from sqlalchemy import Engine
from starlette.responses import Response

from kernel.grants import Grant
from models.engine import reading
from notifications.plain_text import one_line
from planning.names import folded
from record.people import contacts, deputies
from record.people.contacts import PersonView
from web.desk.render import page
from web.desk.visits import Visit

MOST = 300  # people on a page; a word of the search finds the others
LONGEST = 200  # letters that are looked for


@dataclass(frozen=True, slots=True)
class Contacts:
    """The handler over one store."""

    engine: Engine

    def show(self, visit: Visit) -> Response:
        """Return the page: all contacts, or those whom the words or the role find."""
        visit.check(Grant.SECRETARIAT, "people/list")
        asked = visit.request.query_params
        words, role = one_line(asked.get("q", ""))[:LONGEST].strip(), one_line(asked.get("role", ""))[:LONGEST]
        with reading(self.engine) as session:
            everybody = contacts.everybody(session, now=visit.now)
            away = deputies.views(session, now=visit.now)
        found = sorted((each for each in everybody if _is_meant(each, words, role)), key=_place)
        held = sorted({each.role for person in everybody for each in person.roles}, key=visit.names.actor)
        trouble = [each for each in everybody if each.failing]
        return page(
            visit, "contacts", people=found[:MOST], number=len(found), of=len(everybody),
            more=max(0, len(found) - MOST), words=words, role=role, roles=held, away=away, trouble=trouble,
        )  # fmt: skip


def _is_meant(person: PersonView, words: str, role: str) -> bool:
    said = folded(f"{person.name} {person.email} {person.organization or ''}")
    return folded(words) in said and (not role or role in {each.role for each in person.roles})


def _place(person: PersonView) -> tuple[bool, str, bool, str]:
    """Return where somebody stands: by organization, its official address first; who belongs to none comes last."""
    return not person.organization, person.organization or "", not person.official, person.name
