"""A draft of the mappings as it is kept until it is saved: what it changes, and what Entra had before.

Only the changes are kept, so that they can be put onto what Entra has by then.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from wizard.mapping.attributes import ObjectMapping, read_mapping, write_mapping
from wizard.mapping.scoping import read_filter, write_filter
from wizard.messages import _, ngettext, number
from wizard.steps.base.unsaved import BroughtBack, UnusableDraftError
from wizard.steps.mappings.editing import Draft

_Text = Annotated[str, Field(max_length=400)]
_Json = dict[str, Any]


class KeptMapping(BaseModel):
    """One target attribute: its mapping as drafted, and as Entra had it; None: not mapped."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    target: _Text
    before: _Json | None = None
    now: _Json | None = None


class KeptScope(BaseModel):
    """The scoping filter as drafted, and as Entra had it."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    before: _Json | None = None
    now: _Json | None = None


class KeptDraft(BaseModel):
    """What a draft changes in the mapping of people of one application."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    application: _Text
    mappings: tuple[KeptMapping, ...] = ()
    scope: KeptScope | None = None
    flow_types: _Text | None = None
    """The actions, where they differ."""

    @property
    def parts(self) -> str:
        """What was changed, by name."""
        names = [each.target for each in self.mappings]
        names += [_("Scoping filter")] if self.scope is not None else []
        names += [_("Actions")] if self.flow_types is not None else []
        return ", ".join(names)


def read_kept(value: object) -> KeptDraft:
    """A kept draft from JSON; raises `UnusableDraftError`."""
    try:
        return KeptDraft.model_validate(value)
    except ValidationError:
        raise UnusableDraftError from None


def kept_draft(before: ObjectMapping, now: ObjectMapping, application: str) -> Mapping[str, object] | None:
    """What differs, as JSON; None where nothing does."""
    targets = dict.fromkeys(each.target for each in (*before.mappings, *now.mappings))
    changed = [each for each in targets if before.mapping_to(each) != now.mapping_to(each)]
    kept: dict[str, object] = {}
    if changed:
        kept["mappings"] = [
            {"target": each, "before": _json(before, each), "now": _json(now, each)} for each in changed
        ]
    if before.scope != now.scope:
        kept["scope"] = {"before": write_filter(before.scope), "now": write_filter(now.scope)}
    if before.flow_types != now.flow_types:
        kept["flow_types"] = now.flow_types
    return {"application": application, **kept} if kept else None


def put_onto(kept: KeptDraft, draft: Draft, application: str) -> BroughtBack[KeptDraft]:
    """Put what was kept onto a draft; the result says what is there again.

    Where Entra has another value by now than when the draft was made, the draft's value is taken, and said:
    nothing is saved without the administrator, who sees both values in the draft.
    """
    if kept.application != application:
        sentence = _(
            "Changes to the mappings of another application were not saved and are not used here: {parts}."
        )
        return BroughtBack(kept, (), (sentence.format(parts=kept.parts),))
    others: list[str] = []

    def change(mapping: ObjectMapping) -> ObjectMapping:
        for each in kept.mappings:
            present = mapping.mapping_to(each.target)
            before = read_mapping(each.before) if each.before is not None else None
            now = read_mapping(each.now) if each.now is not None else None
            if present not in (before, now):
                others.append(each.target)
            mapping = mapping.without(each.target) if now is None else mapping.with_mapping(now)
        if kept.scope is not None:
            before_scope, now_scope = read_filter(kept.scope.before), read_filter(kept.scope.now)
            if mapping.scope not in (before_scope, now_scope):
                others.append(_("Scoping filter"))
            mapping = replace(mapping, scope=now_scope)
        if kept.flow_types is not None:
            mapping = replace(mapping, flow_types=kept.flow_types)
        return mapping

    draft.change_more(change)
    if not draft.dirty:
        return BroughtBack(kept)  # Entra has all of it by now
    count = len(kept.mappings) + (kept.scope is not None) + (kept.flow_types is not None)
    restored = ngettext(
        "{n} change to the mappings is in the draft again.",
        "{n} changes to the mappings are in the draft again.",
        count,
    ).format(n=number(count))
    if not others:
        return BroughtBack(kept, (restored,))
    meanwhile = _(
        "Entra has other values by now than when you made these changes: {parts}. The draft has yours."
    ).format(parts=", ".join(others))
    return BroughtBack(kept, (restored, meanwhile))


def _json(mapping: ObjectMapping, target: str) -> dict[str, Any] | None:
    found = mapping.mapping_to(target)
    return write_mapping(found) if found is not None else None
