"""Our own reading of the bytes of a feed, line by line, with no calendar library."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

_LINE = re.compile(r'(?P<name>[A-Z-]+)(?P<params>(;[A-Z-]+=([^";:,]+|"[^"]*"))*):(?P<value>.*)', re.DOTALL)
_BARE = re.compile(r"\\.?|[;,]")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_TEXTS = ("SUMMARY", "DESCRIPTION", "LOCATION", "NAME", "X-WR-CALNAME", "X-WR-CALDESC")
_HEADER = {
    "VERSION": "2.0",
    "PRODID": None,
    "CALSCALE": "GREGORIAN",
    "NAME": None,
    "X-WR-CALNAME": None,
    "DESCRIPTION": None,
    "X-WR-CALDESC": None,
    "URL": None,
    "SOURCE;VALUE=URI": None,
    "COLOR": None,
    "REFRESH-INTERVAL;VALUE=DURATION": "PT4H",
    "X-PUBLISHED-TTL": "PT4H",
}
_ONCE = ("UID", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "STATUS", "TRANSP", "SUMMARY", "DTSTART", "DTEND")
_AT_MOST_ONCE = ("DESCRIPTION", "LOCATION", "URL", "CATEGORIES", "RELATED-TO")
_STATUSES = ("TENTATIVE", "CONFIRMED", "CANCELLED")
_DAY, _INSTANT = re.compile(r"\d{8}"), re.compile(r"\d{8}T\d{6}Z")


class Line(NamedTuple):
    """One unfolded content line."""

    name: str
    params: str
    value: str


def feed_faults(data: bytes) -> list[str]:
    """Return what is wrong with the bytes of a feed, a sentence each; empty when nothing is."""
    if faults := line_faults(data):
        return faults
    header, events = _split(lines(data))
    uids = [next((line.value for line in event if line.name == "UID"), "") for event in events]
    order = [] if uids == sorted(set(uids)) else ["the UIDs are not sorted, or one stands twice"]
    return [*_structure(data), *_header_faults(header), *order, *(f for event in events for f in _event_faults(event))]


def line_faults(data: bytes) -> list[str]:
    """Return what is wrong with the lines of any calendar: ends, lengths, characters, grammar, escaping."""
    if not data.startswith(b"BEGIN:VCALENDAR\r\n") or not data.endswith(b"END:VCALENDAR\r\n"):
        return ["it does not begin and end as one VCALENDAR, without a BOM"]
    rows = data.removesuffix(b"\r\n").split(b"\r\n")
    faults = [f"a line of {len(row)} octets: {row[:30]!r}" for row in rows if len(row) > 75]
    faults += [
        f"a bare line end or an empty line: {row!r}" for row in rows if not row.strip() or re.search(b"[\r\n]", row)
    ]
    faults += [f"a split code point: {row!r}" for row in rows if row.decode(errors="replace").encode() != row]
    return faults or [fault for row in _unfolded(data) for fault in _grammar(row)]


def lines(data: bytes) -> list[Line]:
    """Return the unfolded content lines, their values still escaped."""
    matches = (_LINE.fullmatch(row) for row in _unfolded(data))
    return [Line(m["name"], m["params"], m["value"]) for m in matches if m]


def _unfolded(data: bytes) -> list[str]:
    return data.decode().replace("\r\n ", "").removesuffix("\r\n").split("\r\n")


def _grammar(row: str) -> Iterator[str]:
    line = _LINE.fullmatch(row)
    if line is None:
        yield f"not a content line: {row!r}"
    elif _CONTROL.search(row):
        yield f"a control character in {row!r}"
    elif line["name"] in _TEXTS and not all(_is_escape(bare) for bare in _BARE.findall(line["value"])):
        yield f"text that is not escaped: {row!r}"


def _is_escape(found: str) -> bool:
    return found in (r"\\", r"\;", r"\,", r"\n")


def _split(content: list[Line]) -> tuple[list[Line], list[list[Line]]]:
    header: list[Line] = []
    events: list[list[Line]] = []
    current = header
    for line in content[1:-1]:
        if line[::2] == ("BEGIN", "VEVENT"):
            events.append(current := [])
        elif line[::2] == ("END", "VEVENT"):
            current = header
        else:
            current.append(line)
    return header, events


def _structure(data: bytes) -> Iterator[str]:
    marks = [line.name + line.value for line in lines(data) if line.name in ("BEGIN", "END")][1:-1]
    if not marks or marks != ["BEGINVEVENT", "ENDVEVENT"] * (len(marks) // 2):
        yield f"not a plain row of one or more VEVENTs: {', '.join(sorted(set(marks)))}"


def _header_faults(header: list[Line]) -> Iterator[str]:
    counts, wanted = Counter(line.name + line.params for line in header), Counter(_HEADER.keys())
    if counts != wanted:
        yield f"the header has {sorted(counts - wanted)} too much and lacks {sorted(wanted - counts)}"
    for line in header:
        if _HEADER.get(line.name + line.params) not in (None, line.value):
            yield f"{line.name} is {line.value!r}"
    values = {line.name: line.value for line in header}
    if (values.get("NAME"), values.get("DESCRIPTION")) != (values.get("X-WR-CALNAME"), values.get("X-WR-CALDESC")):
        yield "NAME and X-WR-CALNAME, or DESCRIPTION and X-WR-CALDESC, differ"


def _event_faults(event: list[Line]) -> Iterator[str]:
    names = Counter(line.name for line in event)
    by_name = {line.name: line for line in event}
    if missing := [name for name in _ONCE if names[name] != 1]:
        yield f"an event has not exactly one of each of {missing}"
        return
    if surplus := [name for name in names if name not in _ONCE and (name not in _AT_MOST_ONCE or names[name] > 1)]:
        yield f"an event has {surplus}"
    if by_name["DTSTAMP"].value != by_name["LAST-MODIFIED"].value:
        yield "DTSTAMP differs from LAST-MODIFIED"
    if by_name["STATUS"].value not in _STATUSES:
        yield f"the status {by_name['STATUS'].value} is not one of an event"
    if any(
        name in by_name and not by_name[name].params.startswith(";LANGUAGE=") for name in ("SUMMARY", "DESCRIPTION")
    ):
        yield "a SUMMARY or DESCRIPTION has no LANGUAGE"
    yield from _time_faults(by_name)


def _time_faults(said: dict[str, Line]) -> Iterator[str]:
    start, end = said["DTSTART"], said["DTEND"]
    shape = _DAY if start.params == ";VALUE=DATE" else _INSTANT
    if start.params != end.params or not (shape.fullmatch(start.value) and shape.fullmatch(end.value)):
        yield f"DTSTART {start.params}{start.value} and DTEND {end.params}{end.value} are not two days or two UTC times"
    elif start.value >= end.value:
        yield f"DTEND {end.value} is not after DTSTART {start.value}"
