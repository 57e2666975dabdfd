"""Reading YAML safely: scalars stay strings; aliases, anchors and tags are refused.

PyYAML's own readings turn 23:59 into 1439, `no` into False and 010 into 8; nothing here is interpreted. Aliases,
anchors and tags are refused, so that no file grows while it is read; depth and number of nodes are bounded.
"""

import re
from typing import Any

import yaml

from loading.entry_refusals import COMMA, SHOWN, refused
from notifications.plain_text import plain

DEEPEST = 12  # levels of nesting; the shapes have six
MOST_NODES = 500_000  # 10,000 contacts with every field have about 200,000
NOTHING = ("~", "null")  # unquoted, they say that a value is left out
LOADER: type[Any] = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class Node(dict[str, Any]):
    """A mapping with the line on which it starts, counted from 1. Keys without a value are left out, and named."""

    line: int = 0
    is_braced: bool = False  # written as {…}

    def __init__(self) -> None:
        self.blank: list[str] = []


# JSON writes a character beyond U+FFFF as two escapes, of which YAML knows neither
_PAIR = re.compile(r"(?<!\\)((?:\\\\)*)\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})")


def tree(text: str, file: str) -> Any:
    """Return the one document of a file: Nodes, lists and strings; None for an empty file. Raises LoadRefused."""
    joined = _join_escapes(text)
    reader = _Reader(file, joined)
    try:
        for event in yaml.parse(joined, Loader=LOADER):
            reader.take(event)
    except yaml.MarkedYAMLError as why:
        line = why.problem_mark.line + 1 if why.problem_mark else 1
        raise refused(
            f"{file}, line {line}", _no_yaml(f"{why.problem}", joined.splitlines()[line - 1 : line])
        ) from None
    except yaml.YAMLError:
        raise refused(file, "it holds characters that no text has; save it as plain text in UTF-8") from None
    return reader.root


def _no_yaml(problem: str, line: list[str]) -> str:
    """Return why a line is not YAML; most often a tab indents it, which a screen shows as spaces."""
    indent = line[0][: len(line[0]) - len(line[0].lstrip())] if line else ""
    if "\t" in indent:
        return "a tab indents this line; write spaces in its place"
    return f"this is not YAML: {problem}; check indents and quotes"


def _join_escapes(text: str) -> str:
    """Return the text of a JSON file with each pair of escapes as its character; of any other file, the text."""
    if not text.lstrip().startswith(("{", "[")):
        return text
    return _PAIR.sub(lambda pair: pair[1] + chr(_half(pair[2]) * 0x400 + _half(pair[3]) + 0x10000), text)


def _half(escape: str) -> int:
    """Return the ten bits that one half of a pair holds."""
    return int(escape, 16) & 0x3FF


class _Reader:
    """Builds the tree from the parser's events, and holds the collections that are still open."""

    def __init__(self, file: str, text: str) -> None:
        self.file, self.root, self.nodes, self.documents = file, None, 0, 0
        self._text, self._key_ends = text, 0
        self._open: list[Node | list[Any]] = []
        self._keys: list[str | None] = []  # by open collection: the key that waits for its value
        self._seen: list[set[str]] = []

    def take(self, event: yaml.Event) -> None:
        """Add one event to the tree."""
        if isinstance(event, yaml.NodeEvent):
            self._check(event)
        if isinstance(event, yaml.ScalarEvent):
            self._put("" if event.implicit[0] and event.value in NOTHING else event.value, event)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._begin(Node() if isinstance(event, yaml.MappingStartEvent) else [], event)
        elif isinstance(event, yaml.CollectionEndEvent):
            for stack in (self._open, self._keys, self._seen):
                stack.pop()
        elif isinstance(event, yaml.DocumentStartEvent):
            self._document(event)

    def _document(self, event: yaml.Event) -> None:
        self.documents += 1
        if self.documents > 1:
            raise self._no(event, "a second document begins here; put it into a file of its own")

    def _check(self, event: yaml.NodeEvent) -> None:
        self.nodes += 1
        if self.nodes > MOST_NODES:
            raise self._no(event, f"it holds more than {MOST_NODES:,} values; split it into several files")
        if event.anchor is not None:
            raise self._no(event, "what begins with & or * is taken for an anchor or alias; write it in quotes")
        if getattr(event, "tag", None):
            raise self._no(event, "what begins with ! is taken for a tag; write it in quotes")

    def _begin(self, node: Node | list[Any], event: yaml.Event) -> None:
        if len(self._open) >= DEEPEST:
            raise self._no(event, f"it is nested more than {DEEPEST} deep; see docs/loading.md for the shape")
        if isinstance(node, Node):
            node.line = _line_of(event)
            node.is_braced = bool(getattr(event, "flow_style", False))
        self._put(node, event)
        self._open.append(node)
        self._keys.append(None)
        self._seen.append(set())

    def _put(self, value: Any, event: yaml.Event) -> None:
        if not self._open:
            self.root = value
        elif isinstance(within := self._open[-1], list):
            within.append(value)
        elif (key := self._keys[-1]) is None:
            self._keys[-1] = self._key(value, event)
            self._key_ends = event.end_mark.index if event.end_mark else 0
        else:
            self._keys[-1] = None
            if value != "":
                within[key] = value
            elif within.is_braced and not self._has_colon(event):
                raise self._no(event, f"`{plain(key, SHOWN)}` stands alone inside {{…}}; {COMMA}")
            else:
                within.blank.append(key)

    def _key(self, value: Any, event: yaml.Event) -> str:
        if not isinstance(value, str):
            raise self._no(event, "a key must be a word, not a list or a mapping")
        if value in self._seen[-1]:
            raise self._no(event, f"`{value}` is given twice in one entry; keep one of the two")
        self._seen[-1].add(value)
        return value

    def _has_colon(self, value: yaml.Event) -> bool:
        """Return True if a colon stands between the last key and its empty value."""
        between = self._text[self._key_ends : value.start_mark.index] if value.start_mark else ""
        return any(":" in line.partition("#")[0] for line in between.splitlines())

    def _no(self, event: yaml.Event, why: str) -> Exception:
        return refused(f"{self.file}, line {_line_of(event)}", why)


def _line_of(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1
