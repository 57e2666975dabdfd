"""Use the terminal and the forms as people do, in this process: type an act, or fill in its form."""

import contextlib
import logging
import re
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import click
import pytest
from prefect.client.schemas.objects import State

from cli import typed_parameters
from cli.main import council as commands
from cli.main import main
from flows.forms import FORMS
from kernel import registry
from kernel.declaration import Act
from kernel.file_arguments import Pasted
from kernel.kinds import Parameter
from tests.flows.prefect_states import filled
from tests.kernel.example import NOW, OFFICER
from tests.secretariat import Desk

ON = f"{NOW.replace(' ', 'T')}"
COMMAND = re.compile(r"\bcouncil (?!secretariat|of )[^;]+?(?=, or |; |$)")  # as a remedy of the terminal names it


@dataclass(frozen=True)
class Answer:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Doors:
    """The doors of one store."""

    folder: Path

    def type(self, *words: str) -> Answer:
        """Return what `council …` answers."""
        out, err, code = StringIO(), StringIO(), 0
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                main(list(words))
            except SystemExit as left:
                code = int(left.code or 0)
        return Answer(code, out.getvalue(), err.getvalue())

    def ask(self, name: str, values: Mapping[str, Any], *more: str) -> Answer:
        """Return what the terminal answers whoever asks for an act by its noun or its short word."""
        return self.type(*self.words(registry.act(name), values), "--as-of", ON, *more)

    def words(self, act: Act, values: Mapping[str, Any]) -> list[str]:
        """Return an act as one types it."""
        typed = [act.short] if act.short else [act.noun, act.verb]
        for parameter in act.parameters:
            if parameter.name in values:
                typed += self._typed(parameter, values[parameter.name])
        return typed + (["--by", values["by"]] if "by" in values else [])

    def _typed(self, parameter: Parameter, value: Any) -> Iterator[str]:
        if parameter.kind.type is bool:
            yield from [typed_parameters.word(parameter)] if value else []
            return
        several = value if parameter.kind.is_many and isinstance(value, list | tuple) else [value]
        for each in several:
            words = list(each) if isinstance(each, tuple) else [self._file(each) if isinstance(each, Pasted) else each]
            yield from (*([] if parameter.is_positional else [typed_parameters.word(parameter)]), *map(str, words))

    def _file(self, pasted: Pasted) -> str:
        file = self.folder / pasted.name
        file.write_text(pasted.text, encoding="utf-8")
        return str(file)

    def fill(self, name: str, values: Mapping[str, Any]) -> State[Any]:
        """Return the final state of a form's run: its fields are read as Prefect reads them, without a server."""
        typed = {field: _as_text(value) for field, value in values.items()}
        return filled(FORMS[name], **{"by": OFFICER.name, "as_of": NOW} | typed)


def _as_text(value: Any) -> Any:
    """Return a value as a form holds it: two words that belong together are one text."""
    return [" ".join(each) if isinstance(each, tuple) else each for each in value] if isinstance(value, list) else value


@contextlib.contextmanager
def opened(desk: Desk) -> Iterator[Doors]:
    """Yield the doors of a desk's store, with the environment variables that lead to it."""
    settings = desk.settings
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COUNCIL_HOME", str(desk.home))
        patch.setenv("COUNCIL_DATABASE_URL", settings.database_url)
        patch.setenv("COUNCIL_MAIL_URL", settings.mail_url or "")
        patch.setenv("COUNCIL_MAIL_FROM", settings.mail_from)
        patch.setenv("COUNCIL_BASE_URL", settings.base_url or "")
        patch.setenv("COUNCIL_WEBHOOK_HOSTS", ",".join(settings.webhook_hosts))
        patch.setenv("COUNCIL_PREFECT_ACTS", "yes")
        patch.setenv("COUNCIL_WEEKLY_REPORT", "no")
        patch.setenv("COUNCIL_OFFICER", OFFICER.name)
        logging.getLogger("council").handlers.clear()
        yield Doors(desk.home)


def parsed(command: str) -> dict[str, Any]:
    """Return the parameters of a command as the terminal reads it; nothing is done. Raises UsageError."""
    group: click.Command = commands
    context, words, name = None, shlex.split(command), ""
    while True:
        name, *words = words
        context = group.make_context(name, words, parent=context)
        rest = [*context._protected_args, *context.args]
        if not isinstance(group, click.Group) or not rest:
            assert not isinstance(group, click.Group) or group.invoke_without_command, command
            return context.params
        _, inner, words = group.resolve_command(context, rest)
        assert inner is not None
        words, group = [rest[0], *words], inner
