"""A draft of the attribute mappings: edited here, saved as a whole, undone change by change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from wizard.entra.schema import SynchronizationSchema as Saved
from wizard.mapping.attributes import (
    ALWAYS,
    OBJECT_ADD_ONLY,
    AttributeMapping,
    MappingSchema,
    ObjectMapping,
    SynchronizationRule,
)
from wizard.mapping.changes import changes
from wizard.mapping.expression import (
    ExpressionError,
    ExpressionFinding,
    Node,
    check,
    parse,
)
from wizard.mapping.expression.source import Source, no_source, to_source
from wizard.mapping.expression.tokens import is_attribute_name
from wizard.mapping.expression.tree import (
    AttributeNode,
    TextNode,
)
from wizard.mapping.scoping import Filter
from wizard.messages import explain
from wizard.problem import Problem, ProblemError
from wizard.steps.mappings.editing_view import (
    MappingEdit,
    NoteRow,
)
from wizard.steps.mappings.rows import (
    NO_SOURCE,
    kind_of,
    shown_text,
)
from wizard.steps.mappings.warnings import searchable

ACTIONS = ("Add", "Update", "Delete")
_UNKNOWN = "unknown_attribute"


class Draft:
    """The mapping of people, as it is edited, over the schema it started from."""

    def __init__(self, saved: Saved) -> None:
        """Raises `mapping_missing`."""
        self.saved = saved
        found = saved.mappings.mapping_for("User")
        if found is None:
            raise ProblemError(Problem("mapping_missing"))
        self._rule: SynchronizationRule = found[0]
        self.before: ObjectMapping = found[1]
        self.now: ObjectMapping = self.before
        self._past: list[ObjectMapping] = []

    @property
    def sources(self) -> tuple[str, ...]:
        """Attributes of a person that the schema knows."""
        return tuple(sorted(self.saved.mappings.sources(self._rule, self.before), key=str.casefold))

    @property
    def targets(self) -> tuple[str, ...]:
        """Attributes of an account that the schema knows."""
        return tuple(self.saved.mappings.targets(self._rule, self.before))

    @property
    def mappings(self) -> MappingSchema:
        """The whole schema with the draft in it."""
        return self.saved.mappings.with_object_mapping(self.before, self.now)

    def onto(self, saved: Saved) -> Draft:
        """The same wish on another schema, such as that of a job which was only just made."""
        other = Draft(saved)
        other.now = replace(self.now, raw=other.before.raw)
        return other

    def with_mapping(self, mapping: ObjectMapping) -> Draft:
        """The same draft with these mappings, on the same schema."""
        other = Draft(self.saved)
        other.now = mapping
        return other

    def is_like(self, saved: Saved) -> bool:
        """Whether Entra has by now what the draft wishes, such as after a saving that showed late."""
        return not changes(Draft(saved).before, self.now)

    @property
    def dirty(self) -> bool:
        """Whether anything differs from what Entra has."""
        return self.now != self.before

    @property
    def can_step_back(self) -> bool:
        """Whether there is a change to undo."""
        return bool(self._past)

    def step_back(self) -> None:
        """Undo the last change of the draft."""
        if self._past:
            self.now = self._past.pop()

    def discard(self) -> None:
        """Back to what Entra has; one step, which can be undone too."""
        self._take(self.before)

    def set(self, edit: MappingEdit) -> None:
        """Map one target attribute like this, also a new one.

        Raises the first error of the source, `mapping_edit.target_missing`, or
        `mapping_edit.matching_not_searchable` when Playvox could not be searched by it.
        """
        if not edit.target:
            raise ProblemError(Problem("mapping_edit.target_missing", field="target"))
        old = self.now.mapping_to(edit.target)
        if (
            edit.matching > 0
            and not (old is not None and old.matching_priority)
            and not searchable(edit.target)
        ):
            facts = {"target": edit.target}
            raise ProblemError(Problem("mapping_edit.matching_not_searchable", facts, field="matching"))
        source = self._source(old, edit)
        base = old or AttributeMapping(edit.target, source)
        new = replace(
            base,
            source=source,
            default=edit.default or None,
            flow_type=_flow_type(base, edit),
            matching_priority=max(0, edit.matching),
        )
        self._take(self.now.with_mapping(new))

    def remove(self, target: str) -> None:
        """Map a target attribute no longer. Raises `mapping_edit.last_matching`."""
        without = self.now.without(target)
        if self.now.matching and not without.matching:
            raise ProblemError(Problem("mapping_edit.last_matching", {"target": target}))
        self._take(without)

    def allow(self, action: str, on: bool) -> None:
        """Switch "Add", "Update" or "Delete" on or off."""
        chosen = [each for each in ACTIONS if (on if each == action else self.now.allows(each))]
        self._take(replace(self.now, flow_types=",".join(chosen)))

    def change(self, change: Callable[[ObjectMapping], ObjectMapping]) -> None:
        """Replace all edits by this change of what Entra has, as one step."""
        self._take(change(self.before))

    def change_more(self, change: Callable[[ObjectMapping], ObjectMapping]) -> None:
        """Make this change beside the edits, as one step."""
        self._take(change(self.now))

    def set_scope(self, scope: Filter | None) -> None:
        """Use another scoping filter; None or one without groups lets everybody in."""
        self._take(replace(self.now, scope=scope))

    def _take(self, mapping: ObjectMapping) -> None:
        if mapping != self.now:
            self._past.append(self.now)
            self.now = mapping

    @staticmethod
    def _source(old: AttributeMapping | None, edit: MappingEdit) -> Source:
        if edit.kind == NO_SOURCE:
            if edit.matching > 0:
                raise ProblemError(Problem("mapping_edit.matching_without_source", field="matching"))
            return old.source if old is not None and old.source.is_none else no_source()
        if old is not None and (kind_of(old.source), shown_text(old.source)) == (edit.kind, edit.text):
            return old.source  # untouched: what Entra keeps beside the text stays as it is
        node = read_typed(edit.kind, edit.text)
        for finding in check(node):
            if finding.level == "error":
                raise ProblemError(replace(finding.problem, field="source"))
        return to_source(node)


def _flow_type(base: AttributeMapping, edit: MappingEdit) -> str:
    if edit.flow_type:
        return edit.flow_type
    if edit.only_on_create:
        return OBJECT_ADD_ONLY
    return ALWAYS if base.only_at_creation else base.flow_type


def read_typed(kind: str, text: str) -> Node:
    """The expression that was typed. Raises a problem with `field` "source"."""
    if kind == "constant":
        return TextNode(text)
    if kind == "direct":
        name = text.strip()
        name = name[1:-1] if name.startswith("[") and name.endswith("]") else name
        if not is_attribute_name(name):
            raise ProblemError(Problem("mapping_edit.no_attribute", field="source"))
        return AttributeNode(name)
    try:
        return parse(text)
    except ExpressionError as error:
        raise ProblemError(replace(error.problem, field="source")) from None


def notes(kind: str, text: str, known: tuple[str, ...]) -> tuple[NoteRow, ...]:
    """Every remark on a typed source, in reading order."""
    if kind == NO_SOURCE:
        return ()
    try:
        node = read_typed(kind, text)
    except ProblemError as error:
        position = error.problem.facts.get("position", "")
        # Facts count from 1, as people do.
        place = int(position) - 1 if position.isdigit() else -1
        return (NoteRow("error", _sentence(error.problem), place),)
    return tuple(_note(finding) for finding in check(node, known))


def _note(finding: ExpressionFinding) -> NoteRow:
    # Tenants have attributes of their own which the schema need not list: a remark, not a refusal.
    level = "warning" if finding.code.endswith(_UNKNOWN) else finding.level
    return NoteRow(level, _sentence(finding.problem), finding.position)


def _sentence(problem: Problem) -> str:
    words = explain(problem)
    return " ".join(part for part in (words.what, words.why, *words.do[:1]) if part)
