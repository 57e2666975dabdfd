"""What stands on record, in the forms of acts that correct it: to be corrected there, not typed anew."""

from collections.abc import Callable, Mapping

from sqlalchemy.orm import Session

from actions.meetings import expected_rows
from kernel.lookups import person_names
from models.people import Organization
from planning.errors import CouncilError
from record.people import people
from web.form_fields import Form

SHOWN = "shown"  # the fields in which something stood: who empties one says that it is none


def filled(session: Session, act: str, form: Form) -> Form:
    """Return the form of an act with what stands on record of the thing that its address names, if anything does."""
    values = _PRESENT[act](session, form) if act in _PRESENT else {}
    fields = {name: (value,) for name, value in values.items() if value and name not in form.fields}
    return Form({**form.fields, **fields, SHOWN: tuple(fields)}) if fields else form


def _contact(session: Session, form: Form) -> Mapping[str, str | None]:
    try:
        person = people.known(session, person_names.person(session, form.one("person"), is_kind=True))
    except CouncilError:
        return {}
    of = session.get(Organization, person.organization_id) if person.organization_id else None
    return {"name": person.name, "email": person.email, "organization": of.name if of else None}


def _expected(session: Session, form: Form) -> Mapping[str, str | None]:
    row = expected_rows.last(session, form.one("expected"))
    names = ("title", "unit", "item", "submit_by", "post_by", "languages")
    return {name: getattr(row, name) for name in names} if row else {}


_PRESENT: Mapping[str, Callable[[Session, Form], Mapping[str, str | None]]] = {
    "people/edit": _contact,
    "document/expect": _expected,
}
