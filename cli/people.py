"""`council people list | show | reachable | end-links` and `council deputy set | end | list`."""

from dataclasses import asdict

import click

from actions.whom import contacts, deputizing, failing, linking
from actions.whom.contacts import PersonView
from cli import asking, printing
from cli.groups import Noun


@click.group("people")
def people_command() -> None:
    """See the contacts: roles, channels, choices, deputies, and what keeps mail from them."""


@people_command.command("list")
@click.option("--role", metavar="ROLE", help="Only those who hold, held or will hold this role.")
@asking.as_of
@asking.as_json
def list_people(role: str | None, as_of: str | None, as_json: bool) -> None:
    """List the contacts by name."""
    now = asking.instant(as_of)
    with asking.look() as session:
        found = contacts.everybody(session, role, now=now)
    if as_json:
        printing.as_text([asdict(one) for one in found])
        return
    printing.columns(
        [
            one.name,
            one.email,
            one.organization or "",
            "; ".join(map(str, one.roles)),
            ", ".join(one.channels),
            one.digest or "",
            "; ".join(filter(None, [*one.deputies, one.trouble])),
        ]
        for one in found
    )


@people_command.command("show")
@click.argument("person")
@asking.as_of
@asking.as_json
def show_person(person: str, as_of: str | None, as_json: bool) -> None:
    """Show PERSON (an e-mail address, or a name)."""
    now = asking.instant(as_of)
    with asking.look() as session:
        found = contacts.person(session, person, now=now)
    if as_json:
        printing.as_text(asdict(found))
        return
    printing.columns([label, value] for label, value in _facts(found) if value)


def _facts(found: PersonView) -> list[tuple[str, str]]:
    return [
        ("name", found.name),
        ("email", found.email),
        ("organization", found.organization or ""),
        ("language", found.language),
        ("zone", found.zone or "that of the cycle"),
        *(("role", str(role)) for role in found.roles),
        *(("channel", channel) for channel in found.channels),
        ("digest", found.digest or "the house's rule"),
        *(("deputy", sentence) for sentence in found.deputies),
        ("trouble", found.trouble),
    ]


@people_command.command("reachable")
@click.argument("person")
@asking.because
@asking.acting
def reachable_command(person: str, because: str, by: str | None, as_of: str | None) -> None:
    """Have the e-mail address of PERSON used again: what came back before no longer counts."""
    now, who = asking.instant(as_of), asking.officer(by)
    found = asking.act(lambda session: failing.reachable(session, person, because=because, now=now, by=who))
    click.echo(f"{found.name} is written to again")


@people_command.command("end-links")
@click.argument("person")
@asking.because
@asking.acting
def end_links_command(person: str, because: str, by: str | None, as_of: str | None) -> None:
    """End all links mailed to PERSON so far, as when a mailbox was read by others; the next mail's links work."""
    now, who = asking.instant(as_of), asking.officer(by)
    ended = asking.act(lambda session: linking.end(session, person, because=because, now=now, by=who))
    click.echo(f"no link in the mail that {ended.name} has had works any more")


@click.group("deputy", cls=Noun)
def deputy_command() -> None:
    """Say who is told in a person's place, from a day to a day."""


@deputy_command.command("list")
@asking.as_of
@asking.as_json
def list_deputies(as_of: str | None, as_json: bool) -> None:
    """List who stands in for whom, or will."""
    now = asking.instant(as_of)
    with asking.look() as session:
        found = deputizing.views(session, now=now)
    if as_json:
        printing.as_text(
            [{"person": one.person, "deputy": one.deputy, "from": one.from_on, "to": one.to_on} for one in found]
        )
        return
    printing.columns([str(one.from_on), str(one.to_on or ""), one.deputy, f"for {one.person}"] for one in found)
