"""How many files somebody may bring in within an hour: what is typed into a form of a file counts as one."""

from dataclasses import dataclass, field

from starlette.exceptions import HTTPException

from web.desk.visits import Visit
from web.desk.words import say
from web.quotas import Quota, Verdict

AN_HOUR = 120  # a table of contacts takes three: chosen, checked, loaded


@dataclass(frozen=True, slots=True)
class Uploads:
    """Counts the files of each person, in this process."""

    quota: Quota = field(default_factory=lambda: Quota(per_client=4 * AN_HOUR, per_mailbox=AN_HOUR))

    def check(self, visit: Visit) -> None:
        """Check that who is signed in has not brought in too many files. Raises HTTPException."""
        assert visit.who
        if self.quota.ask(visit.client, visit.who.person, now=visit.now) is not Verdict.TAKEN:
            raise HTTPException(429, say("upload_often", most=AN_HOUR))
