"""The `safeplan` command: gathers the commands each package offers."""

from importlib import import_module
from pathlib import Path
from typing import Any

import click

from safeplan import __version__, assets


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

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; what only whoever set this up can mend ends it with a sentence instead of a traceback."""
        try:
            return super().invoke(ctx)
        except Exception as fault:
            if words := _unfit(fault):
                raise click.ClickException(words) from None
            raise

    def _gather(self) -> None:
        # A package joins by having safeplan/PACKAGE/commands.py with `commands: list[click.Command]`.
        for path in sorted(Path(__file__).parent.glob("*/commands.py")):
            for command in import_module(f"safeplan.{path.parent.name}.commands").commands:
                self.add_command(command)


def _unfit(fault: Exception) -> str:
    """Return what is to be mended: settings, secrets, or the database; "" for a fault of our own.

    Never what the database said: that may hold its address, and whoever's password is in it.
    """
    try:
        from sqlalchemy.exc import ArgumentError, OperationalError, ProgrammingError

        from safeplan.config import SettingsError
        from safeplan.crypto import WeakSecret
    except ImportError:
        return ""
    match fault:
        case SettingsError() | WeakSecret():
            return str(fault)
        case ArgumentError():
            return "SAFEPLAN_DATABASE_URL is not the address of a database: it begins with sqlite:/// or postgresql://"
        case OperationalError() | ProgrammingError() if _no_table(fault.orig):
            return "This database is not ready for this release. Bring it there with: safeplan db upgrade"
        case OperationalError():
            return "The database does not answer. Look whether it runs, and at SAFEPLAN_DATABASE_URL."
    return ""


def _no_table(said: BaseException | None) -> bool:
    return "no such table" in str(said) or getattr(said, "sqlstate", "") == "42P01"


@click.group(cls=GatheringGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="safeplan")
def main() -> None:
    """Set up, run and look after SafePlan."""


for _command in assets.commands:
    main.add_command(_command)
