"""The entries of files: read and checked against their shapes, each with its place in the file."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import ValidationError

from kernel.file_arguments import File, Pasted
from loading import ical_reader, list_tables, spreadsheets, table_columns
from loading.base_shape import Shape
from loading.contacts_csv import Sheet
from loading.entry_refusals import refused, unknown_word
from loading.ical_reader import NOTHING_MEANT, Meant
from loading.item_shape import ItemShape
from loading.meeting_shapes import MeetingShape
from loading.membership_shapes import ChairsShape, MembershipShape
from loading.outcome_shapes import OutcomeShape
from loading.paper_shapes import (
    ActionLineShape,
    CircularShape,
    DocumentShape,
    ResolutionShape,
    SubmissionShape,
    WindowShape,
)
from loading.session_shapes import ExpectedShape
from loading.shape_errors import complaint
from loading.shapes import SHAPES, BodyShape, ContactShape, HolidayShape, Kind, TimelineShape
from loading.yaml_reader import Node, tree
from notifications.plain_text import plain
from planning.errors import among
from planning.names import folded
from record.refusals import LoadRefused

LARGEST = 5_000_000  # bytes; 10,000 contacts need about 2,000,000
CALENDAR = ".ics"
JOINED: tuple[Kind, ...] = ("bodies", "meetings", "contacts")  # of which one file may say what another leaves out
ADDING = {"aliases"}  # what one file gives beside what another does
Raw = tuple[Kind, Any, str]  # the kind of an entry, what is written there, and where
Reader = Callable[[bytes, str], Iterator[Raw]]
Given = TypeVar("Given", bound=Shape, covariant=True)


@dataclass(frozen=True, slots=True)
class Entry(Generic[Given]):
    """One entry, and where it stands: `2017.yaml, line 14, meetings[2] 'cwg-wsis-30'`."""

    where: str
    given: Given


@dataclass(frozen=True, slots=True)
class Entries:
    """All entries of all files, by kind, in the order of the files; each once."""

    bodies: list[Entry[BodyShape]] = field(default_factory=list)
    holidays: list[Entry[HolidayShape]] = field(default_factory=list)
    meetings: list[Entry[MeetingShape]] = field(default_factory=list)
    contacts: list[Entry[ContactShape]] = field(default_factory=list)
    timelines: list[Entry[TimelineShape]] = field(default_factory=list)
    memberships: list[Entry[MembershipShape]] = field(default_factory=list)
    chairs: list[Entry[ChairsShape]] = field(default_factory=list)
    items: list[Entry[ItemShape]] = field(default_factory=list)
    resolutions: list[Entry[ResolutionShape]] = field(default_factory=list)
    outcomes: list[Entry[OutcomeShape]] = field(default_factory=list)
    documents: list[Entry[DocumentShape]] = field(default_factory=list)
    submissions: list[Entry[SubmissionShape]] = field(default_factory=list)
    circulars: list[Entry[CircularShape]] = field(default_factory=list)
    action_lines: list[Entry[ActionLineShape]] = field(default_factory=list)
    reporting_windows: list[Entry[WindowShape]] = field(default_factory=list)
    expected_documents: list[Entry[ExpectedShape]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)  # sentences: what of the files was left out
    refusals: list[LoadRefused] = field(default_factory=list)  # of entries that were left out: none may be stored

    def by_kind(self) -> dict[Kind, list[Entry[Any]]]:
        """Return the entries of each kind."""
        return {kind: getattr(self, kind) for kind in SHAPES}


def read(paths: Sequence[File], meant: Meant = NOTHING_MEANT) -> Entries:
    """Return what the files say; `meant` is what calendar files hold. Raises LoadRefused for a file that is none.

    Entries that are refused by themselves are kept as refusals, all of them.
    """
    if (meant.calendar or meant.body) and not any(_kind(path) == CALENDAR for path in paths):
        why = "what a calendar file holds is said, and no .ics file is among them; leave that out, or give the file"
        raise refused(", ".join(map(str, paths)), why)
    entries = Entries()
    seen: dict[tuple[str, str], int] = {}  # the place of an entry among those of its kind
    for path in paths:
        for kind, data, place in _read_file(path, meant, entries.notes):
            try:
                entry, taken = _read_entry(kind, data, place), getattr(entries, kind)
                number = seen.setdefault((kind, name_of(entry.given)), len(taken))
                if number == len(taken):
                    taken.append(entry)
                else:
                    taken[number] = _joined(kind, taken[number], entry)
            except LoadRefused as why:
                entries.refusals.append(why)
    if meant.replace:
        entries.holidays[:] = [replace(entry, given=entry.given.as_replacing()) for entry in entries.holidays]
    return entries


def _joined(kind: Kind, twin: Entry[Shape], entry: Entry[Shape]) -> Entry[Shape]:
    """Return what two entries of one name say together. Raises LoadRefused where they contradict each other."""
    if twin.given == entry.given:
        return twin
    said, more = _said(twin.given), _said(entry.given)
    both = {name: (*said[name], *more[name]) for name in said.keys() & more.keys() & ADDING}
    others = [name for name in sorted(said.keys() & more.keys() - ADDING) if _differ(said[name], more[name])]
    if others or kind not in JOINED:
        words = f" ({among(others)})" if others else ""
        raise refused(entry.where, f"it is given otherwise in {twin.where}{words}; keep one of the two")
    return replace(twin, given=twin.given.model_copy(update=more | said | both))


def _differ(one: Any, other: Any) -> bool:
    """Return True if two values are not the same: names in whatever case are."""
    is_text = isinstance(one, str) and isinstance(other, str)
    return folded(one) != folded(other) if is_text else one != other


def _said(shape: Shape) -> dict[str, Any]:
    return {name: value for name in shape.model_fields_set if (value := getattr(shape, name)) is not None}


def name_of(entry: Shape | dict[str, Any]) -> str:
    """Return what an entry goes by, or nothing when it does not say."""
    values = entry if isinstance(entry, dict) else dict(entry)
    if "members" in values:
        kind = values.get("kind") or values.get("members_as")
        return plain(f"{kind} {values.get('from') or values.get('from_on') or ''}".rstrip(), 120)
    if "outcome" in values:
        return plain(f"{values.get('resolution', '')} {values.get('version') or ''}".rstrip(), 120)
    if "calendar" in values:
        return plain(f"{values['calendar']} {values.get('year', '')}".rstrip(), 120)
    if "strength" in values:
        return plain(str(values.get("key", "")), 80)
    if place := values.get("line") or values.get("of"):
        return plain(f"{place} {values.get('year', '')}".rstrip(), 120)
    for several in (
        ("key", "version"),
        ("document", "to", "on"),
        ("meeting", "key", "unit"),
        ("body", "from_on"),
        ("body", "from"),
    ):
        if all(name in values for name in several):
            return plain(" ".join(str(values[name]) for name in several), 120)
    words = values.get("cycle") or values.get("email") or values.get("key") or values.get("symbol")
    return plain(words, 80) if isinstance(words, str) else ""


def _read_file(path: File, meant: Meant, notes: list[str]) -> Iterator[Raw]:
    sheet, calendar = partial(_csv, meant=meant, notes=notes), partial(_ics, meant=meant, notes=notes)
    readers: dict[str, Reader] = {".yaml": _yaml, ".yml": _yaml, ".csv": sheet, CALENDAR: calendar}
    reader = readers.get(_kind(path))
    if reader is None:
        raise refused(str(path), "this kind of file is not loaded; give .yaml, or .csv for contacts and lists, or .ics")
    return reader(_bytes(path), str(path))


def _kind(path: File) -> str:
    return path.suffix.casefold()


def _bytes(path: File) -> bytes:
    data = path.text.encode() if isinstance(path, Pasted) else _content(path)
    if len(data) > LARGEST:
        raise refused(str(path), f"it is larger than {LARGEST // 1_000_000} MB; split it into several files")
    return data


def _content(path: Path) -> bytes:
    """Return what a file holds, as far as it may be loaded, and a byte more."""
    try:
        if not path.is_file():
            raise refused(str(path), "there is no such file; check its name")
        with path.open("rb") as opened:
            return opened.read(LARGEST + 1)
    except OSError as why:
        raise refused(str(path), f"it cannot be read: {why.strerror}; check its name and its permissions") from None


def _csv(data: bytes, file: str, meant: Meant, notes: list[str]) -> Iterator[Raw]:
    table = spreadsheets.rows(data, file, table_columns.known)
    first, headers = next(table)
    at = f"{file}, row {first}"
    if table_columns.meant_by(headers) is not None:
        yield from list_tables.entries(headers, at, table, file, meant, notes)
        return
    for number, row in Sheet(file, headers, at, table, notes).rows():
        yield "contacts", row, f"{file}, row {number}"


def _ics(data: bytes, file: str, meant: Meant, notes: list[str]) -> Iterator[Raw]:
    yield from ical_reader.rows(data, file, meant, notes)


def _yaml(data: bytes, file: str) -> Iterator[Raw]:
    try:
        root = tree(data.decode("utf-8-sig"), file)
    except UnicodeDecodeError:
        raise refused(file, "this is not text in UTF-8; save it as UTF-8") from None
    if not isinstance(root, Node) or not root:
        raise refused(file, f"it holds nothing to load; write lists under {', '.join(SHAPES)}")
    for kind, items in (*root.items(), *((kind, []) for kind in root.blank)):
        if kind not in SHAPES:
            raise refused(file, unknown_word(kind, SHAPES))
        if not isinstance(items, list):
            raise refused(file, f"`{kind}` wants a list; begin each entry with a hyphen")
        for number, item in enumerate(items, start=1):
            line = f", line {item.line}" if isinstance(item, Node) else ""
            yield kind, item, f"{file}{line}, {kind}[{number}]"


def _read_entry(kind: Kind, data: Any, place: str) -> Entry[Shape]:
    if not isinstance(data, dict):
        raise refused(place, f"an entry of `{kind}` wants a mapping, such as {{key: value}}")
    name = name_of(data)
    where = f"{place} {name!r}" if name else place
    try:
        return Entry(where, SHAPES[kind].model_validate(data))
    except ValidationError as found:
        inside, why = complaint(found, SHAPES[kind], data)
        raise refused(f"{where}{inside}", why) from None
