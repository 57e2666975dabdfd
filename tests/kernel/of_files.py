"""The example of loading: a new meeting and a changed contact, typed into a form."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.file_arguments import Pasted
from models.people import Person
from tests.kernel.example import DELEGATE, Example

NEWS = Pasted(
    "news.yaml",
    """\
bodies:
  - {key: council, name: Council}
meetings:
  - {body: council, key: council-18, title: Council 2018, opens: 2018-04-17, closes: 2018-04-27}
contacts:
  - {name: Delegate A, email: a@state.example, language: fr}
timelines:
  - {cycle: council-documents/2018, anchors: {council: council-18}}
""",
)


def _is_renamed(session: Session) -> None:
    session.scalars(select(Person).where(Person.email == DELEGATE["person"])).one().name = "Another delegate"


OF_FILES: Mapping[str, Example] = {
    "file/load": Example(
        {"files": [NEWS]}, {"files": [Pasted("news.yaml", f"{NEWS.text}  - {{cycle: nothing}}\n")]}, meddle=_is_renamed
    ),
}
