"""The acts of the secretariat in tests, by name and day."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime
from functools import partial

from sqlalchemy.orm import Session

from delivery.officer_holds import AfterRestore
from feeds import subscriptions
from kernel import registry, runner
from kernel.done import Changes, Done
from kernel.doors import Door
from kernel.grants import Identity
from kernel.runner import Request, do
from models import transactions
from models.engine import reading as reading_session
from models.engine import writing
from models.people import Bounce, Mute
from models.store import locked_store
from planning.window import day
from record import journal
from record.journal.row_digests import BY_ACTS
from record.people import people
from record.refusals import NothingToIssue
from tests.known_record import Record
from tests.story import HLPF, OFFICER, POSTED, moment


def resume(
    session: Session, word: AfterRestore | None = None, *, because: str = "looked into", on: str | datetime
) -> Done:
    """Let sending go on, with the word that a restored store asks for."""
    words = {str(word).replace("-", "_"): True} if word else {}
    return do(session, "sending/resume", because=because, **words, now=moment(on), by=OFFICER)


class Acts(Record):
    """What is done with a store; by the officer, unless it is said who."""

    def performs(self, act: str, *, on: str | datetime, by: Identity | None = None, **given: object) -> Done:
        """Do an act as doors do: in transactions of its own, with what it does outside the record."""
        request = Request(registry.act(act), given, by or Identity(OFFICER), Door.CODE, moment(on))
        return runner.perform(request, partial(transactions.run_act, self.engine))

    def sets(self, step: str, due: str, *, on: str, cycle: str = HLPF, **how: object) -> Changes:
        """Agree a date, which nobody issues."""
        with self.acting() as session:
            words = {"because": "agreed by the Group", "document": "C17/8", "agreed_by": "the 30th meeting"}
            of = {"cycle": cycle, "step": step, "due": due}
            done = do(session, "deadline/agree", **(of | words | how), now=moment(on), by=OFFICER)
            return done.changes[0] if done.changes else Changes(cycle)  # it was agreed so already

    def agrees(self, step: str, due: str, *, on: str, cycle: str = HLPF, **how: object) -> Changes:
        """Agree a date, and issue it at once; a circular tells of it whoever was told none."""
        changes = self.sets(step, due, on=on, cycle=cycle, **how)
        with suppress(NothingToIssue):
            self.issues(step, on=on, cycle=cycle, by_circular=True)
        return changes

    def issues(self, *steps: str, on: str, cycle: str = HLPF, by_circular: bool = False) -> Done:
        of = {"cycle": cycle, "steps": steps, "by_circular": by_circular}
        with self.acting() as session:
            return do(session, "cycle/issue", **of, now=moment(on), by=OFFICER)

    def meets(self, step: str, *, on: str, cycle: str = HLPF, url: str | None = POSTED, **how: object) -> None:
        with self.acting() as session:
            do(session, "deadline/met", cycle=cycle, step=step, url=url, now=moment(on), **({"by": OFFICER} | how))

    def waives(self, step: str, *, on: str, cycle: str = HLPF) -> None:
        with self.acting() as session:
            do(session, "deadline/waive", cycle=cycle, step=step, because="not needed", now=moment(on), by=OFFICER)

    def reopens(self, step: str, *, on: str, cycle: str = HLPF) -> None:
        with self.acting() as session:
            do(session, "deadline/reopen", cycle=cycle, step=step, because="it was not so", now=moment(on), by=OFFICER)

    def assigns(self, step: str, who: str, *, on: str, cycle: str = HLPF) -> None:
        with self.acting() as session:
            do(session, "deadline/assign", cycle=cycle, step=step, person=who, now=moment(on), by=OFFICER)

    def answers(self, step: str, organization: str, *, on: str, cycle: str = HLPF) -> None:
        with self.acting() as session:
            of = {"cycle": cycle, "step": step, "organization": organization}
            do(session, "answer/give", **of, no_comment=True, now=moment(on), by=OFFICER)

    def withdraws(self, step: str, organization: str, *, on: str, cycle: str = HLPF) -> None:
        with self.acting() as session:
            of = {"cycle": cycle, "step": step, "organization": organization}
            do(session, "answer/withdraw", **of, because="sent in error", now=moment(on), by=OFFICER)

    def abandons(self, *, on: str, cycle: str = HLPF) -> None:
        with self.acting() as session:
            do(session, "cycle/abandon", cycle=cycle, because="no longer wanted", now=moment(on), by=OFFICER)

    def deputizes(self, deputy: str, *, of: str, on: str, first: str | None = None, last: str | None = None) -> None:
        days = {"from_on": date.fromisoformat(first) if first else None} if first else {}
        days |= {"to_on": date.fromisoformat(last)} if last else {}
        with self.acting() as session:
            do(session, "deputy/set", person=of, deputy=deputy, **days, now=moment(on), by=OFFICER)

    def is_back(self, who: str, *, on: str) -> None:
        with self.acting() as session:
            do(session, "deputy/end", person=who, now=moment(on), by=OFFICER)

    def subscribes(self, who: str, selection: str = "everything", language: str = "en", *, on: str | datetime) -> str:
        """Return the token of a new private address."""
        what = {"person": who, "selection": selection, "language": language}
        return token_in(self.performs("tokens/issue", **what, on=on).secret["address"])

    def unsubscribes(self, token: str, *, on: str | datetime) -> None:
        with reading_session(self.engine) as session:
            row = subscriptions.held_with(session, token)
        assert row is not None
        self.performs("tokens/revoke", subscription=row.number, on=on)

    def mutes(self, who: str, chain: str = "", *, on: str) -> None:
        """Record what the act behind an unsubscribe link records."""
        with self.acting() as session:
            person = people.named(session, who)
            entry = journal.write(session, "mute", {"person": person.public_id}, now=moment(on), by=OFFICER)
            session.add(Mute(person_id=person.id, chain=chain, at=moment(on), entry_id=entry.id))

    def bounces(self, who: str, *, on: str, times: int = 1, status: str = "5.1.1", action: str = "failed") -> None:
        """Record notifications that mail to somebody came back."""
        with self.acting() as session:
            person = people.named(session, who)
            session.add_all(
                Bounce(
                    person_id=person.id,
                    report_id=f"{on} {status} {number}",
                    address=person.email,
                    message=None,
                    action=action,
                    status=status,
                    detail="no such mailbox",
                    at=moment(on),
                )
                for number in range(times)
            )

    def closes(self, *, on: str, cycle: str = HLPF) -> None:
        with self.acting() as session:
            do(session, "cycle/close", cycle=cycle, now=moment(on), by=OFFICER)

    def moves(self, anchor: str, to: str, *, on: str, cycle: str = HLPF) -> Changes:
        with self.acting() as session:
            span = day(date.fromisoformat(to))
            return do(
                session, "anchor/move", cycle=cycle, anchor=anchor, span=span, now=moment(on), by=OFFICER
            ).changes[0]

    def calls_off(self, key: str, *, on: str, instead: str | None = None) -> tuple[Changes, ...]:
        with self.acting() as session:
            how = {"instead": instead, "because": "it cannot meet", "now": moment(on), "by": OFFICER}
            return do(session, "meeting/cancel", meeting=key, **how).changes

    def postpones(self, key: str, *, on: str) -> tuple[Changes, ...]:
        with self.acting() as session:
            how = {"because": "it cannot meet", "now": moment(on), "by": OFFICER}
            return do(session, "meeting/postpone", meeting=key, **how).changes

    def moves_meeting(self, key: str, opens: str, closes: str, *, on: str) -> tuple[Changes, ...]:
        with self.acting() as session:
            span = f"{opens}/{closes}"
            return do(session, "meeting/move", meeting=key, span=span, now=moment(on), by=OFFICER).changes

    def issues_meeting(self, key: str, *, on: str, by_circular: bool = False) -> Done:
        """Issue a meeting as it is set, with the dates that hang from it."""
        return self.performs("meeting/issue", meeting=key, by_circular=by_circular, on=on)

    def releases(self, *, on: str) -> int:
        with self.acting() as session:
            return len(do(session, "outbox/release", all=True, now=moment(on), by=OFFICER).letters)

    def drops(self, *numbers: int, on: str) -> int:
        with self.acting() as session:
            how = {"because": "said by telephone", "now": moment(on), "by": OFFICER}
            return len(do(session, "outbox/drop", messages=numbers, **how).letters)

    def puts_back(self, *numbers: int, on: str) -> None:
        with self.acting() as session:
            do(session, "outbox/restore", messages=numbers, because="a slip", now=moment(on), by=OFFICER)

    def holds(self, *numbers: int, on: str) -> None:
        with self.acting() as session:
            do(session, "outbox/hold", messages=numbers, because="looked into", now=moment(on), by=OFFICER)

    def allows(self, chain: str, kind: str, *, on: str) -> None:
        with self.acting() as session:
            do(session, "outbox/allow", chain=chain, kind=kind, because="routine", now=moment(on), by=OFFICER)

    def forbids(self, chain: str, kind: str, *, on: str) -> None:
        with self.acting() as session:
            do(session, "outbox/forbid", chain=chain, kind=kind, because="no longer", now=moment(on), by=OFFICER)

    def accepts_rows(self, *, on: str | datetime) -> None:
        """Have the journal take as an act's what a story put into the store by hand after its first act."""
        with self.acting() as session:
            journal.write(session, "note", {}, now=moment(on), by=OFFICER)
            journal.tables_changed(session, *BY_ACTS)

    @contextmanager
    def acting(self) -> Iterator[Session]:
        """Yield a session for one act, in one transaction that takes its turn as every act does."""
        with writing(self.engine) as session:
            locked_store(session)
            yield session


def token_in(address: str) -> str:
    """Return the token of a private address."""
    return address.rpartition("/")[2].removesuffix(".ics")
