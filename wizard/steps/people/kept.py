"""The selection as it is kept until it is assigned: by id, with names for those who are gone by then."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from wizard.entra.directory import Group, Person
from wizard.messages import ngettext, number
from wizard.steps.base.principals import name_of
from wizard.steps.base.unsaved import BroughtBack, UnusableDraftError
from wizard.steps.people.selection import Selection

_NAMED = 10
_Text = Annotated[str, Field(max_length=400)]


class KeptPrincipal(BaseModel):
    """One selected person or group."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[A-Za-z0-9-]+$")]
    name: _Text = ""
    group: bool = False


class KeptSelection(BaseModel):
    """People and groups that were selected for one application and not assigned."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    application: _Text
    principals: tuple[KeptPrincipal, ...] = ()

    @property
    def people(self) -> list[str]:
        """Ids of people."""
        return [each.id for each in self.principals if not each.group]

    @property
    def groups(self) -> list[str]:
        """Ids of groups."""
        return [each.id for each in self.principals if each.group]


def read_kept(value: object) -> KeptSelection:
    """A kept selection from JSON; raises `UnusableDraftError`."""
    try:
        return KeptSelection.model_validate(value)
    except ValidationError:
        raise UnusableDraftError from None


def kept_selection(selection: Selection, application: str) -> Mapping[str, object] | None:
    """The selection as JSON; None where nobody is selected."""
    if not selection.chosen:
        return None
    principals = [
        {"id": each.id, "name": name_of(each)[:400], "group": isinstance(each, Group)}
        for each in selection.chosen.values()
    ]
    return {"application": application, "principals": principals}


def brought_back(
    kept: KeptSelection, found: Mapping[str, Person | Group], *, application: str
) -> BroughtBack[KeptSelection]:
    """What is said of a selection that came back; `found` are those who still exist."""
    count = len(kept.principals)
    if kept.application != application:
        sentence = ngettext(
            "{n} person or group was selected for another application and is not selected here: {names}.",
            "{n} people and groups were selected for another application and are not selected "
            "here: {names}.",
            count,
        )
        return BroughtBack(kept, (), (sentence.format(n=number(count), names=_names(kept.principals)),))
    gone = tuple(each for each in kept.principals if each.id not in found)
    restored = count - len(gone)
    lines = (
        (
            ngettext(
                "{n} person or group is selected again.",
                "{n} people and groups are selected again.",
                restored,
            ).format(n=number(restored)),
        )
        if restored
        else ()
    )
    lost = (
        (
            ngettext(
                "{n} selected person or group no longer exists in Entra: {names}.",
                "{n} selected people and groups no longer exist in Entra: {names}.",
                len(gone),
            ).format(n=number(len(gone)), names=_names(gone)),
        )
        if gone
        else ()
    )
    return BroughtBack(kept, lines, lost)


def _names(principals: tuple[KeptPrincipal, ...]) -> str:
    """The first names; an ellipsis stands for the others."""
    shown = ", ".join(each.name or each.id for each in principals[:_NAMED])
    return shown + (" …" if len(principals) > _NAMED else "")
