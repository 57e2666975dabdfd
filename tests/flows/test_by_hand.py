"""What is written by hand at the terminal and in Prefect is what the table of it says, with the reason for each."""

from collections.abc import Iterator

import click
import pytest

from cli.main import council as commands
from flows import chain_flows, deployments, forms
from kernel import chains
from kernel.by_hand import COMMANDS, FLOWS

DERIVED = ("cli.acts", "cli.readings")  # where the commands of acts and readings are made


def leaves(group: click.Group, *words: str) -> Iterator[tuple[str, click.Command]]:
    """Yield every command under a group that does something by itself, with its words."""
    context = click.Context(group)
    for word in group.list_commands(context):
        command = group.get_command(context, word)
        assert command is not None, word
        if isinstance(command, click.Group):
            yield from leaves(command, *words, word)
        if command.callback and (not isinstance(command, click.Group) or command.invoke_without_command):
            yield "/".join((*words, word)), command


def written(group: click.Group) -> dict[str, str]:
    """Return the commands that no declaration makes, with the modules in which they are written."""
    origins = {words: getattr(command.callback, "__module__", "") for words, command in leaves(group)}
    nouns = {words for words in origins if origins[words] == "cli.groups"}  # a reading, and the group of its noun
    return {words: module for words, module in origins.items() if module not in DERIVED and words not in nouns}


def test_the_terminal_has_those_commands_by_hand_and_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    assert written(commands) == {name: each.module for name, each in COMMANDS.items()}
    monkeypatch.setattr(type(commands), "list_commands", lambda *_: ["stray"])
    monkeypatch.setattr(type(commands), "get_command", lambda *_: click.Command("stray", callback=lambda: None))
    assert written(commands).keys() == {"stray"}  # one that somebody writes elsewhere is found


def test_prefect_has_those_flows_by_hand_and_no_other(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    monkeypatch.setenv("COUNCIL_HOME", str(tmp_path_factory.mktemp("home")))
    monkeypatch.setenv("COUNCIL_BOUNCES_URL", "imaps://user:word@mail.example/INBOX")
    without = {each.flow_name for each in deployments.deployments()}
    monkeypatch.setenv("COUNCIL_PREFECT_ACTS", "yes")
    assert {each.flow_name for each in deployments.deployments()} - without == {form.name for form in deployments.DESK}
    served = {each.flow_name: str(each.entrypoint).rpartition(".")[0] for each in deployments.pooled()}
    derived = {form.name for form in forms.FORMS.values()} | chain_flows.FLOWS.keys()
    assert {name: module for name, module in served.items() if name not in derived} == {
        name: each.module for name, each in FLOWS.items()
    }


def test_each_says_why_and_no_chain_takes_its_name() -> None:
    for name, each in (*COMMANDS.items(), *FLOWS.items()):
        assert len(each.why.split()) > 5, name
        assert {name.replace("/", "-"), name.partition("/")[0]} <= chains.taken()
