"""Assignments and search results as rows of a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.messages import (
    _,
    ngettext,
    number,
)
from wizard.ui.widgets.details_list import ListRow

if TYPE_CHECKING:
    from wizard.steps.people.view import (
        AssignedRow,
        HeadcountView,
        PrincipalRow,
        SelectedGroupSize,
    )


def _kind(kind: str) -> str:
    return _("Group") if kind == "group" else _("Person")


def _icon(kind: str) -> str:
    return "group" if kind == "group" else "person"


def assigned_line(row: AssignedRow) -> ListRow:
    """An assignment as a row, with its notes."""
    notes = [*row.warnings]
    if row.headcount is not None:
        notes.insert(0, members_text(row.headcount))
    return ListRow(
        row.id,
        (row.name, _kind(str(row.kind)), row.role_name, row.detail, " ".join(notes)),
        _icon(str(row.kind)),
        "\n".join(notes),
    )


def found_line(row: PrincipalRow) -> ListRow:
    """A search result as a row."""
    notes = [_("Already assigned.")] if row.assigned else []
    if row.size is not None:
        notes.append(size_text(row.size))
    notes += row.warnings
    return ListRow(
        row.id,
        (row.name, _kind(str(row.kind)), row.detail, " ".join(notes)),
        _icon(str(row.kind)),
        "\n".join(notes),
    )


def size_text(size: SelectedGroupSize) -> str:
    """How many people a group brings, and what it does not bring."""
    parts = [
        ngettext("{n} direct member.", "{n} direct members.", size.people).format(n=number(size.people))
    ]
    if size.nested:
        parts.append(_nested_text(size.nested))
    return " ".join(parts)


def _nested_text(groups: int) -> str:
    return ngettext(
        "{n} group inside is not followed: its members get no account.",
        "{n} groups inside are not followed: their members get no account.",
        groups,
    ).format(n=groups)


def members_text(count: HeadcountView) -> str:
    """Which members of a group are in scope, and which are not."""
    parts = [
        ngettext(
            "{n} direct member is in scope.", "{n} direct members are in scope.", count.eligible
        ).format(n=count.eligible)
    ]
    if count.nested_groups:
        parts.append(_nested_text(count.nested_groups))
    if count.disabled:
        parts.append(
            ngettext(
                "{n} member is disabled in Entra.", "{n} members are disabled in Entra.", count.disabled
            ).format(n=count.disabled)
        )
    if count.guests:
        parts.append(ngettext("{n} is a guest.", "{n} are guests.", count.guests).format(n=count.guests))
    if count.without_mail:
        parts.append(
            ngettext("{n} has no mail address.", "{n} have no mail address.", count.without_mail).format(
                n=count.without_mail
            )
        )
    if count.other:
        parts.append(
            ngettext(
                "{n} member is no person, such as a device.",
                "{n} members are no people, such as devices.",
                count.other,
            ).format(n=count.other)
        )
    return " ".join(parts)
