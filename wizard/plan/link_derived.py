"""One person's link, derived from entries of the provisioning log."""

from __future__ import annotations

from dataclasses import dataclass

from wizard.entra.links import LinkEvidence
from wizard.plan.link_store import KnownLink, LinkState


@dataclass(slots=True)
class DerivedLink:
    """One person's state, derived from log entries, newest first."""

    at: str
    failed: bool
    name: str
    user_name: str
    assigned: bool | None = None
    by_scope: bool = False
    state: LinkState | None = None
    account: str = ""
    deleted: bool = False
    remade: tuple[str, str] | None = None  # when a linked person was last seen so, and then found new
    _added: str = ""

    def note(self, entry: LinkEvidence) -> None:
        self._note_remade(entry.at, _state(entry))
        if entry.added:
            self._added = entry.at
        if self.assigned is None:
            self.assigned = entry.assigned
            self.by_scope = entry.assigned is True and entry.with_role is False
        if self.state is None:
            self.state = _state(entry)
            self.deleted = entry.deleted
        self.account = self.account or entry.account
        self.name = self.name or entry.name
        self.user_name = self.user_name or entry.user_name

    def _note_remade(self, at: str, state: LinkState | None) -> None:
        if state == "linked" and self._added and self.remade is None:
            self.remade = (at, self._added)
        if state is not None:
            self._added = ""

    def link(self, person: str, before: KnownLink | None) -> KnownLink:
        """The current link; entries that decide nothing keep the link from before."""
        if before is not None and before.at < self.at:
            self._note_remade(before.at, before.state)
        state, account, deleted = self.state, self.account, self.deleted
        if state is None and before is not None:
            state, account, deleted = before.state, before.account, before.deleted
        if state is None:
            state = "linked" if account else "none"
        cleared = self.state is None and before is not None and before.cleared
        return KnownLink(
            person,
            account or (before.account if before else ""),
            state,
            self.at,
            self.failed,
            self.assigned,
            deleted,
            self.name,
            self.user_name,
            self.by_scope,
            cleared,
        )


def _state(entry: LinkEvidence) -> LinkState | None:
    """What an entry says about the link; None when it does not decide it."""
    if entry.status == "failure":
        return None
    if entry.status == "skipped":
        if not entry.account:
            return "none"
        return "linked" if entry.code in ("redundantexport", "toomanydeletes") else None
    if entry.action == "delete":
        return "none"
    if entry.action == "disable":
        # People who left the scope are no longer managed (Entra docs, "How provisioning works").
        left = False in (entry.assigned, entry.role, entry.inside) and not entry.deleted
        return "none" if left else "inactive"
    return "linked" if entry.account else None
