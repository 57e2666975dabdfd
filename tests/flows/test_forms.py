"""Every act of the terminal has its form on the desk, and every form says what it asks for."""

from collections.abc import Iterator

import click

from cli.main import council
from flows.deployments import DESK
from kernel import registry

FORMS = {
    **{each.short: each.name.replace("/", "-") for each in registry.listed() if each.short},
    **{f"feed tokens {verb}": f"tokens-{verb}" for verb in ("issue", "offer", "revoke")},
}
OF_THE_TERMINAL = {act.slug for act in registry.acts() if act.no_form}


def acting_commands(group: click.Group, path: str = "") -> Iterator[str]:
    """Yield the name of each command that asks who acts."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from acting_commands(command, f"{path}{name} ")
        elif any(each.name == "by" for each in command.params):
            yield f"{path}{name}"


def test_what_the_terminal_can_do_a_form_can_do_too() -> None:
    forms = {form.name for form in DESK}
    named = {name: FORMS.get(name, name.replace(" ", "-")) for name in acting_commands(council)}
    assert {form for form in named.values() if form not in forms} == OF_THE_TERMINAL
    assert len(named) > 35


def test_every_form_says_what_each_of_its_fields_means_and_asks_who_acts() -> None:
    for form in DESK:
        fields = form.parameters.properties
        assert "by" in form.parameters.required, form.name
        assert [name for name, field in fields.items() if not field.get("description")] == [], form.name
    assert len({form.name for form in DESK}) == len(DESK)
