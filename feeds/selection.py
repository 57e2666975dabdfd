"""A subscriber's selection: a value that is written in one way, in addresses, on the command line and in the store.

    everything   body/council   meetings/council   chain/hlpf-contribution   cycle/hlpf-contribution/2017
    resolution/council-1332   role/membership   organization/Switzerland

followed by options, in this order: `~deadlines` or `~meetings`, `~closing-days`, `~alarms`, `~tasks`,
`~without-cancelled`.
"""

from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import quote, unquote

from planning.errors import CouncilError, among, quoted

EVERYTHING, BODY, SERIES, CHAIN, CYCLE = "everything", "body", "meetings", "chain", "cycle"
RESOLUTION, ROLE, ORGANIZATION = "resolution", "role", "organization"
SCOPES: Final = (EVERYTHING, BODY, SERIES, CHAIN, CYCLE, RESOLUTION, ROLE, ORGANIZATION)
DUTIES: Final = (RESOLUTION, ROLE, ORGANIZATION)  # selections of work to do, which include no meetings
LOOKS: Final = frozenset(("closing-days", "alarms", "tasks"))  # options that change how an entry looks
OPTIONS: Final = ("deadlines", "meetings", "closing-days", "alarms", "tasks", "without-cancelled")


class NotASelection(CouncilError):
    """Words that are no selection."""

    def __init__(self, words: str, why: str) -> None:
        super().__init__(f"{quoted(words)} does not say what to subscribe to: {why}", "correct it")


@dataclass(frozen=True, slots=True)
class Selection:
    """Which dates, and how they are shown. `parse(str(selection)) == selection`. Raises NotASelection."""

    scope: str
    name: str = ""  # of the body, chain, cycle, resolution, role or organization
    options: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if self.scope not in SCOPES:
            raise NotASelection(self.scope, f"it begins with none of {among(SCOPES)}")
        if bool(self.name) == (self.scope == EVERYTHING):
            raise NotASelection(self.scope, "write everything alone, and any other with a name, as body/council")
        if unknown := sorted(self.options.difference(OPTIONS)):
            raise NotASelection(among(unknown), f"the options are {among(OPTIONS)}")
        if self.options.issuperset(("deadlines", "meetings")):
            raise NotASelection("deadlines and meetings", "leave both out to see both")
        if "meetings" in self.options and "tasks" in self.options:
            raise NotASelection("meetings as tasks", "a meeting is held, not done; choose deadlines")

    def __str__(self) -> str:
        return replace(self, name=quote(self.name, safe="/" if self.scope == CYCLE else "").replace("~", "%7E")).words

    @property
    def words(self) -> str:
        """Return the selection for people to read, without the escapes that an address needs."""
        named = f"/{self.name}" if self.name else ""
        return "~".join((f"{self.scope}{named}", *(option for option in OPTIONS if option in self.options)))

    @property
    def is_public(self) -> bool:
        """Return True if an address without a token may serve it: who holds which role is not public."""
        return self.scope != ORGANIZATION

    @property
    def shows_cancelled(self) -> bool:
        """Return True if it includes what was cancelled."""
        return "without-cancelled" not in self.options

    @property
    def shows_deadlines(self) -> bool:
        """Return True if it includes deadlines."""
        return "meetings" not in self.options and self.scope != SERIES

    @property
    def shows_meetings(self) -> bool:
        """Return True if it includes meetings."""
        return not self.options.intersection(("deadlines", "tasks")) and self.scope not in DUTIES


def parse(words: str) -> Selection:
    """Return the selection that these words write. Raises NotASelection."""
    what, *options = words.split("~")
    scope, _, name = what.partition("/")
    if len(set(options)) != len(options):
        raise NotASelection(words, "an option stands twice")
    return Selection(scope, unquote(name), frozenset(options))
