"""What Entra has and no file can say: an exported file names it, and applying leaves it alone."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from wizard.entra.secrets import SavedSettings
from wizard.mapping.attributes import MappingSchema, ObjectMapping

_ACTIONS = frozenset({"add", "update", "delete", "none"})
_KEY = "SecretToken"


def unsaid_mappings(schema: MappingSchema, stated: ObjectMapping) -> Iterator[str]:
    """Names of what the file lacks besides the mappings of `stated`, its actions and its scoping filter."""
    if not stated.enabled:
        yield f"{stated.name}: the mapping of people is off"
    for rule in schema.rules:
        for each in rule.object_mappings:
            if each is not stated and each.enabled:
                yield f"{each.name or each.source_object}: another mapping, which is on"
    if stated.scope is not None and stated.scope.has_early_filters:
        yield "inputFilterGroups, categoryFilterGroups"
    others = [part.strip() for part in stated.flow_types.split(",")]
    for action in others:
        if action and action.casefold() not in _ACTIONS:
            yield f"flowTypes: {action}"


def unsaid_settings(saved: SavedSettings, stated: Collection[str] = ()) -> Iterator[str]:
    """Names of further settings that are saved with the Tenant URL, but for the `stated`; never values."""
    for name in sorted({*saved.others, *saved.masked} - {_KEY, *stated}):
        yield f"secrets: {name}"
