"""One attribute mapping as `mappings set` changes it."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace

from pydantic import BaseModel

from wizard.cli.committing import PlannedCommit
from wizard.cli.config.judging import value_node
from wizard.cli.config.mappings import APPLIES
from wizard.cli.mapping_list import fresh_mappings
from wizard.mapping.expression import ExpressionError, check, to_text
from wizard.mapping.expression.tree import AttributeNode, TextNode
from wizard.messages import _
from wizard.messages.change_warnings import ChangeWarning
from wizard.problem import Problem, ProblemError
from wizard.steps import Assistant, ChangePreview
from wizard.steps.mappings.editing_view import MappingEdit, SourceTrialRow
from wizard.steps.mappings.rows import NO_SOURCE

_NO_KIND = ""


class MappingSample(BaseModel):
    """The value of a changed mapping for one person."""

    person: str
    value: str
    note: str


class MappingChange:
    """A change of one mapping; raises the problem of an expression that is none."""

    def __init__(self, args: argparse.Namespace) -> None:
        self._args = args
        self._kind, self._text = (_NO_KIND, "") if args.value is None else source_of(args.value)
        self._rows: tuple[SourceTrialRow, ...] = ()
        if not args.remove and all(
            each is None for each in (args.value, args.default, args.matching, args.apply)
        ):
            raise ProblemError(Problem("command.nothing_to_set", {"target": args.target}))

    def commit(self, assistant: Assistant) -> PlannedCommit:
        """The change as a commit."""

        async def plan() -> ChangePreview:
            return await self._plan(assistant)

        return PlannedCommit(plan, assistant.mappings.save_mappings, self._lines)

    def samples(self) -> list[dict[str, str]]:
        """The new value for a few people; empty where the value stays."""
        found = [MappingSample(person=row.person, value=row.value, note=row.note) for row in self._rows]
        return [one.model_dump() for one in found]

    # Internal.

    async def _plan(self, assistant: Assistant) -> ChangePreview:
        step, target = assistant.mappings, self._args.target
        await fresh_mappings(assistant)
        if self._args.remove:
            await step.remove_mapping(target)
            return await step.plan_save_mappings()
        await step.check_targets([target])
        edit = self._edit(assistant)
        await step.set_mapping(edit)
        effect = await step.plan_save_mappings()
        if effect.empty or self._kind in (_NO_KIND, NO_SOURCE):
            return effect
        await step.try_out(edit.kind, edit.text)
        trial = step.view.draft.trial
        if trial is None:
            return effect
        self._rows = trial.rows
        notes = tuple(ChangeWarning("expression_note", note.text) for note in trial.notes)
        return replace(effect, warnings=(*effect.warnings, *notes))

    def _edit(self, assistant: Assistant) -> MappingEdit:
        """The mapping as it is, with what the flags say."""
        args = self._args
        old = next((row for row in assistant.mappings.view.rows if row.target == args.target), None)
        now = (
            MappingEdit(args.target, NO_SOURCE, "")
            if old is None
            else MappingEdit(
                args.target, old.kind, old.text, old.default, old.only_on_create, max(0, old.matching)
            )
        )
        return replace(
            now,
            kind=self._kind or now.kind,
            text=self._text if self._kind else now.text,
            default=now.default if args.default is None else args.default,
            flow_type="" if args.apply is None else APPLIES[args.apply],
            matching=now.matching if args.matching is None else args.matching,
        )

    def _lines(self) -> Sequence[str]:
        if not self._rows:
            return ()
        nothing = _("nothing")
        lines = [_("The value for people who are assigned, for example:")]
        for row in self._rows:
            note = f" ({row.note})" if row.note else ""
            lines.append(f"  {row.person}: {row.value or nothing}{note}")
        return lines


def source_of(value: str) -> tuple[str, str]:
    """Kind and text of a value; raises the problem of an expression with errors.

    A bare name is that attribute, a text in quotation marks a constant, "" no source.
    """
    if not value.strip():
        return NO_SOURCE, ""
    try:
        node = value_node(value)
    except ExpressionError as error:
        raise ProblemError(replace(error.problem, field="value")) from None
    for finding in check(node):
        if finding.level == "error":
            raise ProblemError(replace(finding.problem, field="value"))
    if isinstance(node, AttributeNode):
        return "direct", node.name
    if isinstance(node, TextNode):
        return "constant", node.value
    return "expression", to_text(node)
