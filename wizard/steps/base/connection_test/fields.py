"""What is typed on "Connection": Tenant URL, notification, deletion guard; kept when it is right."""

from __future__ import annotations

import math
import re

from wizard.messages import _
from wizard.messages.labels import address_note
from wizard.playvox.address import TenantUrl, parse_tenant_url
from wizard.problem import Problem, ProblemError
from wizard.security.redactor import redact
from wizard.steps.base.context import Context

_EMAIL = re.compile(r"[^\s@,;<>\"]{1,64}@[^\s@,;<>\"]{1,190}\.[^\s@,;<>\"]{1,60}")
DEFAULT_THRESHOLD = 50
_LARGEST_THRESHOLD = 1_000_000
_LONGEST_ADDRESS = 2048  # characters


def is_email(text: str) -> bool:
    """Whether this is one mail address, as Entra notifies one."""
    return _EMAIL.fullmatch(text) is not None


class AddressField:
    """The Tenant URL as typed, with its parsed form or problem."""

    def __init__(self) -> None:
        self.text: str | None = None
        """None before anything was typed."""
        self.url: TenantUrl | None = None
        self.problem: Problem | None = None

    def take(self, text: str, *, allow_loopback: bool) -> TenantUrl | None:
        """Take a subdomain, host or Tenant URL; None when it is none, and `problem` says why."""
        parsed = parse_tenant_url(text, allow_loopback=allow_loopback)
        self.text = redact(text[:_LONGEST_ADDRESS])
        if isinstance(parsed, Problem):
            self.url, self.problem = None, parsed
        else:
            self.url, self.problem = parsed, None
        return self.url

    def needed(self) -> TenantUrl:
        """The address; raises what is wrong with it, or `address_first`."""
        if self.url is None:
            raise ProblemError(self.problem or Problem("address_first", field="tenant_url"))
        return self.url


def address_notes(url: TenantUrl | None) -> tuple[str, ...]:
    """Remarks about an address, in sentences."""
    return tuple(note for code in (url.notes if url else ()) if (note := address_note(code)))


class ConnectionFields:
    """The fields of the setup. A value that is wrong is not kept, and has a problem."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self.address = AddressField()
        self.email_problem: Problem | None = None
        self.threshold_problem: Problem | None = None
        self.scope_size: int | None = None
        """How many people are in scope, once they were counted."""

    async def set_address(self, text: str) -> None:
        """Take a subdomain, host or Tenant URL."""
        url = self.address.take(text, allow_loopback=self._context.session.network.allow_loopback)
        if url is not None:
            await self._context.store.remember(tenant_url=url.text)

    async def set_notification(self, email: str) -> None:
        """Set who is notified of provisioning problems; empty for no one."""
        email = email.strip()
        if email and not is_email(email):
            self.email_problem = Problem("email_malformed", {}, field="notification_email")
        else:
            self.email_problem = None
            await self._context.store.remember(notification_email=email)

    async def set_threshold(self, number: int | None) -> None:
        """How many deactivations in one cycle stop it; None switches the guard off."""
        if number is not None and not 1 <= number <= _LARGEST_THRESHOLD:
            facts = {"largest": str(_LARGEST_THRESHOLD)}
            self.threshold_problem = Problem("threshold_out_of_range", facts, field="deletion_threshold")
        else:
            self.threshold_problem = None
            await self._context.store.remember(
                guard_deletions=number is not None, deletion_threshold=number
            )

    @property
    def url(self) -> TenantUrl | None:
        """The address in use: what was typed, else what Entra has; None when what was typed is none."""
        if self.address.problem is not None:
            return None
        return self.address.url or self._context.tenant_url

    @property
    def text(self) -> str:
        """What the line shows."""
        return (
            self.address.text if self.address.text is not None else self._context.store.profile.tenant_url
        )

    def needed_address(self) -> TenantUrl:
        """The address in use; raises what is wrong with it, or `address_first`."""
        if self.address.problem is not None:
            raise ProblemError(self.address.problem)
        url = self._context.tenant_url
        if url is None:
            raise ProblemError(Problem("address_first", field="tenant_url"))
        return url

    def check(self) -> None:
        """Raise the first thing that is wrong."""
        self.needed_address()
        for problem in (self.email_problem, self.threshold_problem):
            if problem is not None:
                raise ProblemError(problem)

    @property
    def threshold(self) -> int | None:
        """The deletion guard to save: what was set, else the suggestion; None for no guard."""
        profile = self._context.store.profile
        if not profile.guard_deletions:
            return None
        return profile.deletion_threshold or self.suggested

    @property
    def suggested(self) -> int:
        """A tenth of the people in scope, once they are known."""
        if self.scope_size is None:
            return DEFAULT_THRESHOLD
        return max(5, math.ceil(self.scope_size / 10))

    @property
    def why_suggested(self) -> str:
        """One sentence for the suggestion."""
        if self.scope_size is None:
            return _("Start with {n}. After people are counted, 10% is suggested.").format(n=self.suggested)
        return _("Suggested: {n} (10% of {people} people in scope, minimum 5).").format(
            n=self.suggested, people=self.scope_size
        )
