"""Causes and entries of the log in words."""

from __future__ import annotations

from datetime import timedelta

from wizard.entra.logs import LogEntry
from wizard.log_store.rows import LogRow
from wizard.log_store.search import Kind
from wizard.log_store.store import LogGroup, LogState
from wizard.messages import _, ngettext, number
from wizard.messages.labels import action_sentence, trial_step_title
from wizard.messages.times import moment, moment_to_second
from wizard.steps.base.sentences import log_sentence, log_words
from wizard.steps.logs.view import EntryRow, EntryStep, EntryView, GroupRow


def group_row(group: LogGroup) -> GroupRow:
    """A group of entries with its cause and cure."""
    kind = group.example
    if kind.cause:
        words = log_words(kind.cause, kind.code, kind.answer, kind.said)
        sentence, cure = words.what, " ".join(words.do)
    else:
        sentence = kind.code or _("The log tells no code for these entries.")
        cure = _("Open one of these entries: its details have Microsoft's text.")
    return GroupRow(group.key, kind.result, group.entries, sentence, cure, kind.code, group.noise)


def entry_row(row: LogRow) -> EntryRow:
    """An entry in the table."""
    kind = row.kind
    return EntryRow(
        str(row.number),
        row.at,
        kind.result,
        kind.action,
        row.person,
        _sentence(kind, row.person),
        kind.code,
    )


def _sentence(kind: Kind, person: str) -> str:
    if kind.result in ("failure", "skipped", "warning"):
        if kind.cause:
            return log_words(kind.cause, kind.code, kind.answer, kind.said).what
        return kind.code or _("The details have Microsoft's text.")
    return action_sentence(kind.action, person)


def entry_view(row: int, entry: LogEntry) -> EntryView:
    """One entry with all that is known of it: Playvox's answer first, Microsoft's code after it."""
    source, target = entry.source, entry.target
    person = source.display_name or target.display_name or source.id or target.id
    words = log_words(entry.cause, entry.error_code, entry.answer, entry.said) if entry.cause else None
    troubled = entry.status in ("failure", "skipped", "warning")
    said = ": ".join(part for part in (entry.answer, entry.said) if part)
    lines = [
        (_("Playvox's answer"), said),
        (_("Why"), words.why if words is not None and troubled else ""),
        (_("What to do"), " ".join(words.do) if words is not None and troubled else ""),
        (_("Microsoft's code"), entry.error_code),
        (_("Microsoft's text"), entry.reason),
        (_("Microsoft's advice"), entry.recommended_action),
    ]
    details = [
        (_("Time"), moment_to_second(entry.at) if entry.at is not None else ""),
        (_("Person"), _named(person, source.details.get("UserPrincipalName", ""), source.id)),
        (_("Account in Playvox"), _named(target.display_name, "", target.id)),
        (_("Took"), _("{n} ms").format(n=number(entry.milliseconds)) if entry.milliseconds else ""),
        (_("Cycle ID"), entry.cycle_id),
        (_("Change ID"), entry.change_id),
    ]
    return EntryView(
        id=str(row),
        status=entry.status,
        sentence=log_sentence(entry),
        person_id=source.id,
        person=person,
        lines=tuple(line for line in lines if line[1]),
        details=tuple(line for line in details if line[1]),
        steps=tuple(
            EntryStep(
                trial_step_title(step.type, step.name),
                step.status,
                step.description,
                tuple(step.details.items()),
            )
            for step in entry.steps
        ),
        changes=tuple((each.display_name, each.old_value, each.new_value) for each in entry.changes),
    )


def _named(name: str, user_name: str, identifier: str) -> str:
    return " · ".join(dict.fromkeys(each for each in (name, user_name, identifier) if each))


def state_sentence(state: LogState) -> str:
    """How many entries there are, since when, and when Entra's log was read."""
    if not state.entries:
        if state.read_at is None:
            return _("Not read yet.")
        return _("Entra's log had no entries when it was read at {time}.").format(
            time=moment(state.read_at)
        )
    text = ngettext("{n} entry on this computer", "{n} entries on this computer", state.entries)
    parts = [text.format(n=number(state.entries))]
    if state.oldest is not None:
        parts.append(_("since {time}").format(time=moment(state.oldest)))
    whole = " ".join(parts) + "."
    if state.read_at is None:
        return whole + " " + _("Entra's log was not read to its end yet.")
    whole += " " + _("Read from Entra at {time}.").format(time=moment(state.read_at))
    if state.gaps:
        whole += " " + _("Some times were not read yet; they are read first.")
    return whole


def kept_sentence(kept: timedelta | None, deleted: int) -> str:
    """How long entries are kept here, and what was deleted."""
    if kept is None:
        return _("Entries are kept on this computer for good, also after Entra deletes its own.")
    if kept <= timedelta(days=30):
        sentence = _("Entries older than 30 days are deleted on this computer, as Entra deletes its own.")
    else:
        sentence = _("Entries are kept on this computer for {n} days. Entra keeps its own 30 at most.")
        sentence = sentence.format(n=kept.days)
    if deleted:
        text = ngettext("{n} entry was deleted so far.", "{n} entries were deleted so far.", deleted)
        sentence += " " + text.format(n=number(deleted))
    return sentence
