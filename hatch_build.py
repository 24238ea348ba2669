"""Puts the files the code needs into a wheel; a checkout reads them where they stand."""

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FOLDERS = ("static", "templates", "migrations")


class DataFiles(BuildHookInterface[Any]):
    """Adds the folders of `safeplan.data_root()` to a wheel, but not to an editable install."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Place each folder below safeplan/_data; an old copy in an editable install would only mislead."""
        if version == "standard":
            build_data["force_include"].update({folder: f"safeplan/_data/{folder}" for folder in FOLDERS})
