"""One's own account: what one may do, where one is signed in, and the way to end that."""

from dataclasses import dataclass

from sqlalchemy import Engine
from starlette.responses import Response

from models.engine import reading
from record.people import sign_ins
from web.desk.act_door import ActDoor
from web.desk.render import page, see_other
from web.desk.visits import Visit
from web.form_fields import Form


@dataclass(frozen=True, slots=True)
class OwnAccount:
    """The handlers over one store."""

    engine: Engine

    def show(self, visit: Visit) -> Response:
        """Return the page; changes nothing."""
        assert visit.who
        with reading(self.engine) as session:
            rows = sign_ins.views(session, sign_ins.limits(visit.settings), visit.who.person, now=visit.now)
        living = [row for row in rows if row.ended_at is None and visit.now < row.holds_until]
        return page(visit, "own_account", rows=living)

    def end(self, visit: Visit, form: Form) -> Response:
        """Sign out where the number says, or everywhere."""
        assert visit.who
        door = ActDoor(self.engine)
        asked = {"person": visit.who.person, "number": form.one("number") or None}
        door.do(door.request(visit, "sign-in/end", asked))
        return see_other("/desk/account")
