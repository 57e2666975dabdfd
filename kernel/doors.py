"""The doors at which people ask for acts, and what an office has switched off at them.

Each door is derived from the declarations, and knows no act: `cli/acts.py` makes the commands, `flows/forms.py` the
forms, `web/page_acts.py` does what a page or a personal link asks for, `web/desk/asking.py` what is asked for at the
desk. Another door, such as HTTP with JSON, is one more `Door` and one such file: it makes a `Request` of what was
asked, and `kernel/runner.py` does that.
"""

import os
from enum import StrEnum

from kernel import registry
from planning.errors import CouncilError, quoted
from record.refusals import BadSetting
from record.setting_values import yes_or_no


class Door(StrEnum):
    """Where an act is asked for."""

    TERMINAL = "terminal"
    PREFECT = "prefect"
    WEB = "web"
    DESK = "desk"
    CODE = "code"


TYPED = frozenset({Door.TERMINAL, Door.PREFECT})  # where a name is typed; elsewhere it is known who acts


class ActOff(CouncilError):
    """The office has switched it off."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{what} is switched off here (COUNCIL_ACTS_OFF); ask whoever runs this machine")


def off() -> frozenset[str]:
    """Return the acts and doors that the office has switched off, by their names. Raises BadSetting."""
    switched = frozenset(name.strip() for name in os.environ.get("COUNCIL_ACTS_OFF", "").split(",") if name.strip())
    known = registry.names() if switched else ()
    for name in sorted(switched):
        act_name, at, door = name.partition("@")
        is_act, is_door = act_name in known, door in list(Door)
        if not ((is_act and not at) or (is_door and (is_act or not act_name))):
            raise BadSetting(
                "COUNCIL_ACTS_OFF", f"{quoted(name)} is no act and no door; write deadline/agree, or @web for a door"
            )
    return switched


def has_forms() -> bool:
    """Return whether Prefect's pages have forms for acts: there any name can be typed. Raises BadSetting."""
    return yes_or_no("PREFECT_ACTS", os.environ.get("COUNCIL_PREFECT_ACTS") or "no")


def check_on(act_name: str, door: str) -> None:
    """Check that the act is switched on at this door. Raises ActOff, BadSetting."""
    if name := switch_of(act_name, door):
        raise ActOff(name)


def switch_of(act_name: str, door: str) -> str | None:
    """Return the word by which the office has switched the act off at this door, if it has. Raises BadSetting."""
    switched = off()
    return next((name for name in (act_name, f"{act_name}@{door}", f"@{door}") if name in switched), None)
