"""`mappings list`: the attribute mappings of people as Entra has them."""

from __future__ import annotations

from pydantic import BaseModel

from wizard.cli.config.mappings import APPLIES
from wizard.cli.table import print_table
from wizard.cli.warning_lines import CodedWarning, coded
from wizard.messages import N_, _, pgettext, text_for
from wizard.problem import ProblemError
from wizard.steps import Assistant
from wizard.steps.mappings.view import MappingRow, MappingsView

_APPLY: dict[str, str] = {graph: word for word, graph in APPLIES.items()}
_ACTIONS = {"Add": "create", "Update": "update", "Delete": "deactivate"}

_WHEN = {
    "on_creation": N_("only on creation"),
    "if_empty": N_("only where it is empty"),
    "values_added": N_("only added values"),
    "multiple_values_added": N_("only added values of several"),
}


class ListedMapping(BaseModel):
    """One attribute mapping. `kind` is `direct`, `constant`, `expression`, or `none` (only the default);
    `matching` is the order of the search, 0 when accounts are not searched by it; `apply` is as in the
    configuration file.
    """

    target: str
    kind: str
    value: str
    default: str
    apply: str
    matching: int
    warnings: list[str]
    coded_warnings: list[CodedWarning]


class MappingList(BaseModel):
    """The answer with `--json`. `actions` are those that are on; `groups` is `none`, `on` or `off`."""

    name: str
    enabled: bool
    actions: list[str]
    matching: list[str]
    scoping_filter: str
    groups: str
    warnings: list[str]
    coded_warnings: list[CodedWarning]
    mappings: list[ListedMapping]


async def fresh_mappings(assistant: Assistant) -> None:
    """Read the mappings that Entra has now; an earlier draft is dropped. Raises why they cannot be read."""
    step = assistant.mappings
    if step.provides():
        await step.discard()
    await step.refresh()
    if step.problem is not None:
        raise ProblemError(step.problem)


def listed(view: MappingsView) -> MappingList:
    """The mappings of the view."""
    return MappingList(
        name=view.name,
        enabled=view.enabled,
        actions=[_ACTIONS[each] for each in view.draft.actions],
        matching=list(view.matching),
        scoping_filter=view.scope_filter,
        groups=view.group_mapping,
        warnings=[str(each) for each in view.warnings],
        coded_warnings=coded(view.warnings),
        mappings=[_row(row) for row in view.rows],
    )


def _row(row: MappingRow) -> ListedMapping:
    return ListedMapping(
        target=row.target,
        kind=row.kind,
        value=row.source,
        default=row.default,
        apply=_APPLY.get(row.flow_type, row.flow_type),
        matching=row.matching,
        warnings=[str(each) for each in row.warnings],
        coded_warnings=coded(row.warnings),
    )


def print_list(found: MappingList) -> None:
    """A table of the mappings, then what is to be known about them."""
    print_table(
        (_("Attribute in Playvox"), _("Matching"), _("Value"), _("Note")),
        [
            (row.target, str(row.matching) if row.matching else "", row.value, _note(row))
            for row in found.mappings
        ],
    )
    print()
    print(
        _("Actions that are on: {actions}.").format(
            actions=", ".join(found.actions) or pgettext("actions", "none")
        )
    )
    if found.scoping_filter:
        print(_("Scoping filter: {filter}").format(filter=found.scoping_filter))
    for warning in found.warnings:
        print(f"! {warning}")


def _note(row: ListedMapping) -> str:
    notes = [] if row.apply == "always" else [text_for(_WHEN, row.apply)]
    if row.default:
        notes.append(_("default: {value}").format(value=row.default))
    return "; ".join([*notes, *row.warnings])
