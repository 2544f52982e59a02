"""Notes about a plan as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from wizard.mapping.active_mapping import judge_active
from wizard.plan.entitlement import ASSIGNED, BY_ROLE, ENTITLED, Entitlement
from wizard.plan.header import NoteCode, PlanNote
from wizard.plan.link_reading import LinksFound
from wizard.plan.people import PersonMapping
from wizard.plan.request import PlanRequest, Run


def note(code: NoteCode, /, **facts: object) -> PlanNote:
    """Create one note."""
    return PlanNote(code=code, facts={name: str(value) for name, value in facts.items()})


def threshold_notes(
    attempts: int, threshold: int | None, possible: int, perhaps: int
) -> Iterator[PlanNote]:
    """What the deletion threshold does: `attempts` are the deactivations that count, `possible` more people
    may lose their account, and for `perhaps` people it is uncertain whether they are held back.
    """
    if threshold is None:
        return
    if attempts >= threshold:
        yield note("held_back", count=attempts, threshold=threshold)
    elif attempts + perhaps + possible >= threshold:
        yield note("perhaps_held_back", count=attempts + perhaps + possible, threshold=threshold)


def mapping_notes(mapping: PersonMapping, unread: Iterable[str]) -> Iterator[PlanNote]:
    """Effects of the mapping on everybody."""
    verdict = judge_active(mapping.mapper)
    if verdict.problem is not None:
        yield note(verdict.problem, expression=verdict.expression)
    names = ", ".join(unread)
    if names:
        yield note("attribute_unread", attributes=names)


def new_application_notes(request: PlanRequest, mapping: PersonMapping) -> Iterator[PlanNote]:
    """What is assumed while the application is still to be added."""
    if request.new_application:
        role = next((role.display_name for role in request.roles), "")
        yield note("new_application", name=request.application_name, role=role)
    if request.mappings_assumed:
        targets = ", ".join(row.mapping.target for row in mapping.mapper.rows)
        yield note("mappings_assumed", attributes=targets)


def scope_notes(
    request: PlanRequest, entitlement: Entitlement, reasons: Mapping[str, int]
) -> Iterator[PlanNote]:
    """Effects of the assignments and of a changed scope."""
    saved = request.saved_sync_all
    if saved is not None and saved is not request.sync_all and request.kind_of_run is not Run.FIRST:
        before, after = ("all", "assigned") if saved else ("assigned", "all")
        yield note("restart_needed", before=before, after=after)
    if left := reasons.get("not_until_restart", 0):
        yield note("left_out_until_restart", count=left)
    if left := reasons.get("perhaps_until_restart", 0):
        yield note("left_in_until_restart", count=left)
    if entitlement.everybody:
        return
    nested = [group for group in entitlement.groups if group.nested]
    if nested:
        names = ", ".join(group.name for group in nested)
        nobody = not any(bits & ENTITLED for bits in entitlement.bits.values())
        yield note("only_nested_groups" if nobody else "nested_groups", groups=names)
    insecure = ", ".join(group.name for group in entitlement.groups if not group.security)
    if insecure:
        yield note("groups_without_security", groups=insecure)
    only_default = sum(bits & ENTITLED and not bits & BY_ROLE for bits in entitlement.bits.values())
    if only_default:
        yield note("default_access", count=only_default)
    without_role = sum(bool(bits & ASSIGNED) and not bits & ENTITLED for bits in entitlement.bits.values())
    if without_role:
        yield note("roles_disabled", count=without_role)


def unread_notes(people: int, entitlement: Entitlement) -> Iterator[PlanNote]:
    """Rows that Entra sent in a shape that cannot be read."""
    if people:
        yield note("people_unread", count=people)
    if entitlement.unread and not entitlement.everybody:
        yield note("assignments_unread", count=entitlement.unread)


def group_notes(request: PlanRequest, entitlement: Entitlement, *, refused: bool) -> Iterator[PlanNote]:
    """What the plan does not include: groups, when a mapping of them is enabled."""
    if refused or not request.schema.maps_groups:
        return
    if request.sync_all:
        yield note("all_groups_unknown")
    elif groups := [group for group in entitlement.groups if group.security]:
        yield note("groups_unknown", count=len(groups), groups=", ".join(group.name for group in groups))


def link_notes(found: LinksFound, *, matters: bool) -> Iterator[PlanNote]:
    """Why links are unknown; only when a row depends on them."""
    if not matters:
        return
    if found.perhaps_forgotten:
        yield note("links_perhaps_forgotten", count=found.perhaps_forgotten)
    elif found.not_asked:
        yield note("links_not_asked", count=found.not_asked)
    elif found.problem is not None:
        yield note("links_unknown", code=found.problem.code)
