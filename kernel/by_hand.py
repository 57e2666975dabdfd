"""What no declaration makes: the commands and the flows that are written by hand, each with the reason for it."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ByHand:
    """Where a command or a flow stands, and why it is neither an act nor a reading."""

    module: str
    why: str


COMMANDS: Mapping[str, ByHand] = {
    "undo": ByHand("cli.undo", "it does another act: the one that a line of the journal names"),
    "remind": ByHand("cli.rounds", "it runs a round, which nobody decides; what a round would do is round/forecast"),
    "bounces/read": ByHand("cli.bounces", "a mail server pipes in what came back; nobody decides that"),
    "bounces/fetch": ByHand("cli.bounces", "it asks a mailbox for what came back; nobody decides that"),
    "db/upgrade": ByHand("cli.db", "it makes the tables that every act needs, or brings them up to date"),
    "db/backup": ByHand("cli.db", "it copies the whole record into a file, and changes nothing in it"),
    "up": ByHand("cli.up", "it runs all programs until it is stopped"),
    "web": ByHand("cli.web_server", "it serves calendars and pages until it is stopped"),
}
"""The commands of the terminal, by their words."""

FLOWS: Mapping[str, ByHand] = {
    "deliver": ByHand("flows.shares", "a round starts it on a work pool, to send beside it; nobody decides it"),
    "round": ByHand("flows.rounds", "it runs on a schedule and after acts; nobody decides a round"),
    "weekly-report": ByHand("flows.weekly_page", "it runs on a schedule; the reading of it is report/show"),
    "bounces": ByHand("flows.bounces", "it asks a mailbox for what came back, on a schedule; nobody decides that"),
    "timeline": ByHand("flows.chain_flows", "it draws the cycles of which no file declares the procedure"),
    "undo": ByHand("flows.undo", "it does another act: the one that a line of the journal names"),
}
"""The flows of Prefect, by their names. Each procedure has one more, which is made from its declaration."""
