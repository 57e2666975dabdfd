"""Groups with readings written by hand, and the acts of the same noun beside them."""

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from cli.acts import Noun


class WithActs(click.Group):
    """A group that also has its noun's acts; who asks for a reading never pays for them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the readings, then the acts."""
        return list(dict.fromkeys((*super().list_commands(ctx), *self._acts().list_commands(ctx))))

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Return the reading or the act, if there is one."""
        return super().get_command(ctx, name) or self._acts().get_command(ctx, name)

    def _acts(self) -> "Noun":
        from cli.acts import Noun

        return Noun(self.name)
