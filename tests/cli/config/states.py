"""A tenant's setup as single facts, to compare before and after a file was applied."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wizard.cli.config import Config
from wizard.cli.config.judging import value_node
from wizard.mapping.expression import to_text
from wizard.playvox.address import TenantUrl, parse_tenant_url

Facts = Mapping[str, Any]
ASSIGNED, MAPPED = "assigned ", "mapped "


def facts_of(exported: Config) -> dict[str, Any]:
    """What an exported configuration says, one entry for each setting, person and attribute."""
    people, running, actions = exported.people, exported.provisioning, exported.actions
    found: dict[str, Any] = {
        "tenant_url": exported.playvox.tenant_url,
        "roles": tuple(exported.application.roles or ()),
        "scope": people.scope,
        "filter": people.scoping_filter,
        "create": actions.create,
        "update": actions.update,
        "deactivate": actions.deactivate,
        "notification_email": running.notification_email,
        "deletion_threshold": running.deletion_threshold,
        "keep_out_of_scope": running.keep_out_of_scope,
        "enabled": running.enabled,
    }
    for entry in people.assign or ():
        found[ASSIGNED + entry.name] = entry.roles or (people.role,)
    for target, mapping in (exported.mappings or {}).items():
        found[MAPPED + target] = (
            to_text(value_node(mapping.value)) if mapping.value else "",
            mapping.default or "",
            mapping.matching or 0,
            mapping.apply or "always",
            mapping.send or "when_changed",
            bool(mapping.missing_references),
        )
    return found


def expected_after(before: Facts, config: Config) -> dict[str, Any]:
    """The facts after applying this file to a tenant with these: nothing else may change."""
    after = dict(before)
    people, running, actions = config.people, config.provisioning, config.actions
    url = parse_tenant_url(config.playvox.tenant_url or "")
    stated = {
        "tenant_url": url.text if isinstance(url, TenantUrl) else None,
        "scope": people.scope,
        "filter": people.scoping_filter,
        "create": actions.create,
        "update": actions.update,
        "deactivate": actions.deactivate,
        "notification_email": running.notification_email,
        "deletion_threshold": running.deletion_threshold,
        "keep_out_of_scope": running.keep_out_of_scope,
        "enabled": running.enabled,
    }
    after |= {name: value for name, value in stated.items() if value is not None}
    after["roles"] = tuple(
        sorted({*before["roles"], *(config.application.roles or ())}, key=lambda role: role.casefold())
    )
    _expect_people(after, config)
    _expect_mappings(after, config)
    return after


def _expect_people(after: dict[str, Any], config: Config) -> None:
    people = config.people
    if people.assign is None:
        return
    named: dict[str, tuple[str, ...]] = {}
    for entry in people.assign:
        roles = entry.roles or ((people.role,) if people.role is not None else ())
        named[entry.name] = (*named.get(entry.name, ()), *roles)
    if people.complete:
        for name in [each for each in after if each.startswith(ASSIGNED)]:
            if name.removeprefix(ASSIGNED) not in named:
                del after[name]
    for name, roles in named.items():
        present = after.get(ASSIGNED + name, ("User",))
        after[ASSIGNED + name] = tuple(sorted(set(roles), key=str.casefold)) if roles else present


def _expect_mappings(after: dict[str, Any], config: Config) -> None:
    if config.mappings is None:
        return
    whole = bool(config.provisioning.mappings_complete)
    if whole:
        for name in [each for each in after if each.startswith(MAPPED)]:
            if name.removeprefix(MAPPED) not in config.mappings:
                del after[name]
    for target, entry in config.mappings.items():
        name = MAPPED + target
        if entry.remove:
            after.pop(name, None)
            continue
        if name not in after and not entry.value and not entry.default:
            continue
        value, default, matching, applies, send, references = after.get(
            name, ("", "", 0, "always", "when_changed", False)
        )
        if entry.value is not None:
            value = to_text(value_node(entry.value)) if entry.value else ""
        if whole or entry.default is not None:
            default = entry.default or ""
        if whole or entry.matching is not None:
            matching = entry.matching or 0
        if whole or entry.apply is not None:
            applies = entry.apply or "always"
        if whole or entry.send is not None:
            send = entry.send or "when_changed"
        if whole or entry.missing_references is not None:
            references = bool(entry.missing_references)
        after[name] = (value, default, matching, applies, send, references)
