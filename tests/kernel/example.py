"""An example of an act for the story over all acts: one that is done, one that is refused, and a meddler."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from kernel.grants import Grant, Identity
from kernel.runner import Request
from tests.secretariat import Desk, moment

NOW = "2017-02-27 10:00"
OFFICER = Identity("Focal Point", frozenset({Grant.APPROVER}))
OPERATOR = Identity("Whoever runs the machine")
NOBODY: Any = {"by": Identity(" ")}
CHAIN = "hlpf-contribution"
DELEGATE = {"person": "a@state.example"}
WORKED: Any = {"now": moment("2017-02-26"), "by": "Anna"}


@dataclass(frozen=True)
class Example:
    """An act that can be done, one that is refused, and what must have happened before either."""

    arguments: Mapping[str, Any]
    refused: Mapping[str, Any]  # in place of some of the arguments
    before: Callable[[Desk], object] = field(default=lambda desk: None)
    last: Callable[[Desk], Mapping[str, Any]] = field(default=lambda desk: {})  # and after a round; with what it names
    meddle: Callable[[Session], object] | None = None  # how somebody changes meanwhile what the act is about
    against: Callable[[Session, Request], object] | None = None  # the same, where it depends on what is asked
    by: Identity = OFFICER
