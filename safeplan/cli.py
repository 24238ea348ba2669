"""The `safeplan` command: gathers the commands each package offers."""

from importlib import import_module
from pathlib import Path

import click

from safeplan import __version__, assets

# A package joins by having safeplan/PACKAGE/commands.py with `commands: list[click.Command]`.
PACKAGES = (
    "web",
    "accounts",
    "agencies",
    "audit",
    "plans",
    "entries",
    "catalogue",
    "rules",
    "children",
    "sharing",
    "quality",
    "challenge",
    "demo",
)


class GatheringGroup(click.Group):
    """A group that imports the packages only when one of their commands is asked for.

    Building the browser files must work, and quickly, on a machine where nothing else is set up yet.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return every command's name, the packages' included."""
        self._gather()
        return super().list_commands(ctx)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command by name, or None; a mistake inside a package is raised, not hidden."""
        if cmd_name not in self.commands:
            self._gather()
        return super().get_command(ctx, cmd_name)

    def _gather(self) -> None:
        here = Path(__file__).parent
        for package in PACKAGES:
            if (here / package / "commands.py").exists():
                for command in import_module(f"safeplan.{package}.commands").commands:
                    self.add_command(command)


@click.group(cls=GatheringGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="safeplan")
def main() -> None:
    """Set up, run and look after SafePlan."""


for _command in assets.commands:
    main.add_command(_command)
