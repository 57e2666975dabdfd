"""What the documents name is there: files and links, commands with their options, acts, forms, targets of make."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from cli.main import council as terminal
from kernel import chains, registry

ROOT = Path(__file__).parents[2]
ROOMS = [ROOT, *(room for room in ROOT.iterdir() if (room / "__init__.py").exists())]
MADE = {"out", "data"}  # by commands: what lies there today says nothing
FOLDERS = {folder.name for room in ROOMS for folder in room.iterdir() if folder.is_dir()} - MADE
BLOCK = re.compile(r"^```[^\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
INDENTED = re.compile(r"^    (\S.*)$", re.MULTILINE)
INLINE = re.compile(r"`([^`]+)`")
COMMAND = re.compile(r"(?:\w+=\S+ )*council ([a-z].*)")
PATH = re.compile(r"([a-z_]+)/[\w./-]*|[a-z_]+\.py")
WRITTEN = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "SECURITY.md", *(ROOT / "docs").glob("*.md")])
OF_EVENTS = {"comment-resolved"}  # which looks like a form
NOUNS = {name.partition("/")[0] for name in registry.names()}
ACTS = {*registry.names(), *(each.name for each in registry.listed_readings())}

each_document = pytest.mark.parametrize("document", WRITTEN, ids=lambda path: path.stem)


def snippets(text: str) -> Iterator[str]:
    """Yield what is set as code: the lines of its blocks, and the words within a sentence."""
    for block in BLOCK.findall(text):
        yield from block.splitlines()
    prose = BLOCK.sub("", text)
    yield from INDENTED.findall(prose)
    yield from (" ".join(words.split()) for words in INLINE.findall(prose))


def typed(snippet: str) -> str | None:
    """Return what a snippet types after `council`, without what is said of it; None if it types no command."""
    line = COMMAND.match(snippet)
    return re.split(r"\s{2,}|\s#", line[1])[0].replace("feed tokens", "tokens") if line else None  # see cli/groups.py


def command_of(line: str) -> click.Command:
    """Return the command whose words begin the line."""
    command: click.Command = terminal
    for word in line.split():
        if not isinstance(command, click.Group) or not re.fullmatch("[a-z-]*[a-z]", word):
            break
        inner = command.get_command(click.Context(command), word)
        assert inner, f"there is no command: council {line}"
        command = inner
    return command


@each_document
def test_every_command_is_there_with_its_options(document: Path) -> None:
    for line in filter(None, map(typed, snippets(document.read_text()))):
        command = command_of(line)
        words = command.get_help(click.Context(command, info_name="", help_option_names=["-h", "--help"]))
        unknown = set(re.findall(r"--[a-z-]+", line)) - set(re.findall(r"--[a-z-]+", words))
        assert not unknown, f"council {line}: no option {unknown}"


@each_document
def test_every_file_module_and_link_is_there(document: Path) -> None:
    text = document.read_text()
    for words in set(snippets(text)) - ACTS:
        path = PATH.fullmatch(words)
        if path and (path[1] is None or path[1] in FOLDERS):
            where = [candidate for room in ROOMS for candidate in (room / words, (room / words).with_suffix(".py"))]
            assert any(map(Path.exists, where)) or any(ROOT.glob(f"[a-z]*/**/{words}")), f"there is no {words}"
    for module in re.findall(r"python (?:-P )?-m ([\w.]+)", text):
        there = ROOT / module.replace(".", "/")
        assert there.with_suffix(".py").exists() or (there / "__main__.py").exists(), f"there is no {module}"
    for link in re.findall(r"\]\(([^)#]+)", text):
        assert link.startswith("https://") or (document.parent / link).exists(), f"there is no {link}"


@each_document
def test_every_act_form_and_target_is_there(document: Path) -> None:
    words = set(snippets(document.read_text()))
    acts = {word for word in words if re.fullmatch(r"[a-z]+/[a-z-]+", word) and word.partition("/")[0] in NOUNS}
    forms = {word for word in words if re.fullmatch(r"[a-z]+-[a-z-]+", word) and word.partition("-")[0] in NOUNS}
    targets = {word.split()[1] for word in words if word.startswith("make ")}
    assert acts <= ACTS
    assert forms <= {act.slug for act in registry.acts() if not act.no_form} | OF_EVENTS | chains.declared().keys()
    assert all(f"\n{target}:" in (ROOT / "Makefile").read_text() for target in targets)
