"""Journal operations as sentences: from what to what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from wizard.messages import _, ngettext
from wizard.messages.history import setting_value
from wizard.messages.labels import (
    restart_words,
    setting_name,
)
from wizard.setup import Operation
from wizard.steps.base.change_preview import PlannedChange
from wizard.steps.history.undo_settings import (
    FIELDS,
    differing,
)

_RESETS = {
    "QuarantineState, Watermark, Escrows": "portal",
    "Watermark": "watermark",
    "Escrows": "escrows",
    "QuarantineState": "quarantine",
    "Full": "full",
    "ForceDeletes": "allow_deletes",
}


def change_sentences(row: Operation) -> tuple[PlannedChange, ...]:
    """What this operation changed, with the names and values recorded then."""
    old, new = row.old, row.new
    if row.kind == "settings.save":
        return _settings(row)
    if row.kind == "people.assign":
        names = new.get("names") or {}
        return tuple(
            PlannedChange("+", str(names.get(each) or each), _("assigned"))
            for each in _list(new, "principals")
        )
    if row.kind == "people.unassign":
        return tuple(
            PlannedChange("-", str(each.get("name") or each.get("principal")), _("no longer assigned"))
            for each in _list(old, "assignments")
            if isinstance(each, Mapping)
        )
    if row.kind in ("role.add", "role.remove"):
        return (PlannedChange("+" if row.kind == "role.add" else "-", str(new.get("name", ""))),)
    if row.kind in ("job.start", "job.pause"):
        before = _("quarantine") if old.get("code") == "Quarantine" else _on(old.get("on"))
        detail = _("{before} → {after}").format(before=before, after=_on(new.get("on")))
        return (PlannedChange("~", _("Provisioning"), detail),)
    if row.kind == "job.restart":
        title, meaning = restart_words(_RESETS.get(str(new.get("reset")), "portal"))
        return (PlannedChange("~", title, meaning),)
    if row.kind == "mappings.save":
        return tuple(_from_text(str(each)) for each in _list(new, "changes"))
    if row.kind == "person.provision":
        return (
            PlannedChange(
                "~", str(new.get("name") or new.get("person", "")), str(row.outcome.get("action", ""))
            ),
        )
    if row.kind == "key.rotate":
        return _rotation(row)
    if row.kind == "people.provision":
        count = len(list(_list(new, "people")))
        text = ngettext("{n} person on the list", "{n} people on the list", count)
        return (PlannedChange("~", text.format(n=count)),)
    if row.kind == "person.relink":
        after = str(row.outcome.get("account") or "–")
        change = _("{before} → {after}").format(before=str(new.get("account") or "–"), after=after)
        return (PlannedChange("~", str(new.get("name") or row.subject), change),)
    if row.kind == "person.unlink":
        return (PlannedChange("-", str(new.get("name") or row.subject), str(old.get("account") or "")),)
    if row.kind == "application.add":
        return (PlannedChange("+", str(new.get("name", ""))),)
    if row.kind == "job.create":
        return (PlannedChange("+", _("Provisioning job"), str(new.get("template", ""))),)
    return (PlannedChange("~", row.kind, row.subject),)


def _rotation(row: Operation) -> tuple[PlannedChange, ...]:
    before = str(row.old.get("key_mark") or _("a key saved elsewhere"))
    changes = [_change(setting_name("SecretToken"), before, _mark(row.new))]
    if row.outcome.get("put_back"):
        back = _("back to key {mark}").format(mark=_mark(row.outcome))
        changes.append(PlannedChange("~", setting_name("SecretToken"), back))
    return tuple(changes)


def _settings(row: Operation) -> tuple[PlannedChange, ...]:
    old, new = row.old, row.new
    changes = []
    if old.get("tenant_url") != new.get("tenant_url"):
        changes.append(
            _change(
                setting_name("BaseAddress"), str(old.get("tenant_url") or ""), str(new.get("tenant_url"))
            )
        )
    if not old.get("has_key"):
        changes.append(
            PlannedChange("+", setting_name("SecretToken"), _("key {mark}").format(mark=_mark(new)))
        )
    elif new.get("key_mark") and old.get("key_mark") != new.get("key_mark"):
        before = str(old.get("key_mark") or _("a key saved elsewhere"))
        changes.append(_change(setting_name("SecretToken"), before, _mark(new)))
    first = not old.get("has_key") and not old.get("tenant_url")
    for name in FIELDS if first else differing(row):
        if name in new and new[name] is not None:
            before = "" if first else setting_value(name, old.get(name))
            changes.append(_change(setting_name(FIELDS[name]), before, setting_value(name, new[name])))
        elif not first:
            after = setting_value(name, new.get(name))
            changes.append(_change(setting_name(FIELDS[name]), setting_value(name, old.get(name)), after))
    return tuple(changes)


def _mark(values: Mapping[str, Any]) -> str:
    return str(values.get("key_mark") or "–")


def _change(what: str, before: str, after: str) -> PlannedChange:
    if not before:
        return PlannedChange("+", what, after)
    return PlannedChange("~", what, _("{before} → {after}").format(before=before, after=after))


def _from_text(text: str) -> PlannedChange:
    """A change of the mappings as it was written down, sign first."""
    sign, _space, rest = text.partition(" ")
    if sign == "+":
        return PlannedChange("+", rest)
    return PlannedChange("-", rest) if sign == "-" else PlannedChange("~", rest if sign == "~" else text)


def _on(value: object) -> str:
    return _("on") if value else _("off")


def _list(values: Mapping[str, Any], name: str) -> Iterable[Any]:
    found = values.get(name)
    return found if isinstance(found, list) else ()
