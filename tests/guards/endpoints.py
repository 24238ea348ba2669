"""The application's endpoints as the guards see them: every rule and method, with who may enter."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask import Flask

from safeplan.web.access import Access

BY_ITSELF = {"HEAD", "OPTIONS"}
ROLES = ("practitioner", "manager", "administrator")


@dataclass(frozen=True)
class Endpoint:
    """One way in: a method and a rule. `access` is None where no decorator says who may enter."""

    method: str
    rule: str
    access: Access | None

    @property
    def name(self) -> str:
        return f"{self.method} {self.rule}"

    @property
    def api(self) -> bool:
        return self.rule.startswith("/api/")

    def path(self, values: Mapping[str, str] | None = None) -> str:
        """Return the rule with `values` in its places; what is not named is an id nobody has."""
        known = values or {}
        return re.sub(r"<(?:\w+:)?(\w+)>", lambda found: known.get(found.group(1), "f" * 32), self.rule)

    @property
    def places(self) -> set[str]:
        return set(re.findall(r"<(?:\w+:)?(\w+)>", self.rule))


def endpoints(app: Flask) -> Iterator[Endpoint]:
    """Yield every way in, in a fixed order."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda one: one.rule):
        access = getattr(app.view_functions[rule.endpoint], "access", None)
        for method in sorted((rule.methods or set()) - BY_ITSELF):
            yield Endpoint(method, rule.rule, access)


def who(access: Access | None) -> str:
    """Return the name of the list in access_table.toml that a decorator's answer belongs to."""
    if access is None:
        return "nobody said"
    if access.tablets:
        return "signed_in_or_child_or_tablet" if access.scopes == ("full", "child") else "tablet"
    if not access.scopes:
        return "anybody"
    if access.roles:
        return "_or_".join(role for role in ROLES if role in access.roles)
    return {("full",): "signed_in", ("child",): "child"}.get(tuple(access.scopes), "signed_in_or_child")
