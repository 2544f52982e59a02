"""The state of a job between cycles: links, failures, staged deletions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from wizard.practice.store import Store

# Hours after the first failure; then once a day.
# Source: entra-docs, application-provisioning-quarantine-status.md
_LADDER = (6, 12, 24)
GIVE_UP = timedelta(days=28)


@dataclass(frozen=True, slots=True)
class Link:
    """A person's account. `active` is what was last written, `deleted` when the person was deleted."""

    target: str
    name: str
    active: bool = True
    deleted: str | None = None


@dataclass(frozen=True, slots=True)
class Escrow:
    """A failure that is retried; times are ISO 8601 in practice time."""

    first: str
    due: str
    retries: int
    code: str

    def given_up(self, now: datetime) -> bool:
        """Whether it has failed for 28 days."""
        return now - datetime.fromisoformat(self.first) >= GIVE_UP


class Memory:
    """One job's memory in the tenant's store."""

    def __init__(self, store: Store, job_id: str) -> None:
        self._store = store
        self._job = job_id

    # ---- links

    def link(self, user_id: str) -> Link | None:
        """The person's account, when the service created or matched one."""
        value = self._store.state(self._job, "link", user_id)
        return None if value is None else Link(**value)

    def remember(self, user_id: str, link: Link) -> None:
        """Keep a link."""
        self._store.put_state(self._job, "link", user_id, asdict(link))
        self._store.put_state(self._job, "target", link.target, user_id)
        if link.deleted is not None:
            self._store.put_state(self._job, "deleted", user_id, link.deleted)
        else:  # restored
            self._store.forget_state(self._job, "deleted", user_id)

    def unlink(self, user_id: str) -> None:
        """Forget a link."""
        known = self.link(user_id)
        if known is not None:
            self._store.forget_state(self._job, "target", known.target)
            self._store.forget_state(self._job, "link", user_id)
            self._store.forget_state(self._job, "deleted", user_id)

    def links(self) -> Iterator[tuple[str, Link]]:
        """All links; may be changed while iterating."""
        for user_id, value in self._store.states(self._job, "link"):
            yield user_id, Link(**value)

    def count_links(self) -> int:
        """How many people are linked to an account."""
        return self._store.count_states(self._job, "link")

    def deleted(self) -> Iterator[str]:
        """People who were deleted and still have an account."""
        return (user_id for user_id, _ in self._store.states(self._job, "deleted"))

    def holder(self, target: str) -> str | None:
        """The person an account is linked to."""
        value = self._store.state(self._job, "target", target)
        return None if value is None else str(value)

    # ---- escrows

    def escrow(self, user_id: str) -> Escrow | None:
        """The person's failure, if the last attempt failed."""
        value = self._store.state(self._job, "escrow", user_id)
        return None if value is None else Escrow(**value)

    def fail(self, user_id: str, code: str, now: datetime) -> Escrow:
        """Record a failure and when to try again."""
        known = self.escrow(user_id)
        first = now if known is None else datetime.fromisoformat(known.first)
        retries = 0 if known is None else known.retries + 1
        escrow = Escrow(first.isoformat(), _due(first, retries).isoformat(), retries, code)
        self._store.put_state(self._job, "escrow", user_id, asdict(escrow))
        return escrow

    def clear(self, user_id: str) -> None:
        """Clear the person's failure and staged deletion."""
        self._store.forget_state(self._job, "escrow", user_id)
        self._store.forget_state(self._job, "staged", user_id)

    def escrows(self) -> Iterator[tuple[str, Escrow]]:
        """All failures."""
        for user_id, value in self._store.states(self._job, "escrow"):
            yield user_id, Escrow(**value)

    def count_escrows(self) -> int:
        """How many people could not be provisioned."""
        return self._store.count_states(self._job, "escrow")

    # ---- staged deletions

    def stage(self, user_id: str) -> None:
        """Stage a deletion until an administrator decides."""
        self._store.put_state(self._job, "staged", user_id, True)

    def staged(self) -> list[str]:
        """People whose deletion is staged."""
        return [user_id for user_id, _ in self._store.states(self._job, "staged")]

    # ---- assigned people

    def entitled(self) -> Iterator[tuple[str, list[str]]]:
        """The people assigned in the last cycle, with their roles, in order of object id."""
        return self._store.states(self._job, "entitled")

    def note_entitled(self, user_id: str, roles: tuple[str, ...] | None) -> None:
        """Store the assigned people, to compare them in the next cycle."""
        if roles is None:
            self._store.forget_state(self._job, "entitled", user_id)
        else:
            self._store.put_state(self._job, "entitled", user_id, list(roles))

    # ---- single values

    def get(self, name: str, default: Any = None) -> Any:
        """A stored value."""
        value = self._store.state(self._job, "meta", name)
        return default if value is None else value

    def put(self, name: str, value: Any) -> None:
        """Store a value; None removes it."""
        if value is None:
            self._store.forget_state(self._job, "meta", name)
        else:
            self._store.put_state(self._job, "meta", name, value)

    def forget(self, *kinds: str) -> None:
        """Forget everything of these kinds; nothing given: everything of the job."""
        for kind in kinds or (None,):
            self._store.forget_state(self._job, kind)


def _due(first: datetime, retries: int) -> datetime:
    if retries < len(_LADDER):
        return first + timedelta(hours=_LADDER[retries])
    return first + timedelta(hours=24 * (retries - len(_LADDER) + 2))
