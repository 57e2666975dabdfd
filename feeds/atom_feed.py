"""Write an Atom feed (RFC 4287) of what was issued and changed, for readers without a calendar: the newest first."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree as Xml

from calendars.entry import Entry
from calendars.feed import Feed
from calendars.render import lines_of, title_of

MOST = 100  # entries; a reader polls more often than so many dates change
_ATOM = "http://www.w3.org/2005/Atom"
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)  # when a feed without entries was changed
_NOT_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def write(feed: Feed, entries: Iterable[Entry], author: str) -> bytes:
    """Return the feed as XML in UTF-8; each visible change of a date is an entry of its own, named by its sequence."""
    newest = sorted(entries, key=lambda entry: (entry.updated_at, entry.uid), reverse=True)[:MOST]
    root = Xml.Element("feed", {"xmlns": _ATOM, _LANGUAGE: feed.language})
    _add(root, "id", feed.source)
    _add(root, "title", feed.name)
    _add(root, "updated", _instant(newest[0].updated_at if newest else _LONG_AGO))
    _add(_add(root, "author"), "name", author)
    _add(root, "link", rel="self", type="application/atom+xml", href=feed.source.removesuffix(".ics") + ".atom")
    _add(root, "link", rel="alternate", type="text/html", href=feed.url)
    for entry in newest:
        _add_entry(root, entry, feed)
    Xml.indent(root, space=" ")
    return bytes(Xml.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def _add_entry(root: Xml.Element, entry: Entry, feed: Feed) -> None:
    node = _add(root, "entry")
    _add(node, "id", f"urn:uuid:{uuid5(NAMESPACE_URL, f'{entry.uid}/{entry.sequence}/{entry.language}')}")
    _add(node, "title", title_of(entry), **{_LANGUAGE: entry.title_language or entry.language})
    _add(node, "updated", _instant(entry.updated_at))
    _add(node, "link", rel="alternate", type="text/html", href=entry.url or feed.url)
    _add(node, "summary", "\n".join(lines_of(entry)))


def _add(parent: Xml.Element, name: str, text: str | None = None, **attributes: str) -> Xml.Element:
    node = Xml.SubElement(parent, name, attributes)
    node.text = _NOT_XML.sub("", text) if text is not None else None
    return node


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
