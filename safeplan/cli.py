"""The `safeplan` command: gathers the commands each package offers."""

from importlib import import_module
from importlib.util import find_spec

import click

from safeplan import __version__

# A package joins by having safeplan/<package>/commands.py with `commands: list[click.Command]`.
PACKAGES = (
    "safeplan.web",
    "safeplan.accounts",
    "safeplan.agencies",
    "safeplan.audit",
    "safeplan.plans",
    "safeplan.entries",
    "safeplan.catalogue",
    "safeplan.rules",
    "safeplan.children",
    "safeplan.sharing",
    "safeplan.quality",
    "safeplan.challenge",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="safeplan")
def main() -> None:
    """Set up, run and look after SafePlan."""


def _offers_commands(package: str) -> bool:
    return find_spec(package) is not None and find_spec(f"{package}.commands") is not None


def _gather() -> None:
    """Add every package's commands, so that a mistake inside one is raised and never hides a command."""
    modules = ["safeplan.assets", *(f"{name}.commands" for name in PACKAGES if _offers_commands(name))]
    for name in modules:
        for command in import_module(name).commands:
            main.add_command(command)


_gather()
