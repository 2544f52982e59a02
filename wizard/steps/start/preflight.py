"""The pre-flight list: what has to be true before anything is set up, each with evidence and remedy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wizard.entra import scopes
from wizard.entra.cloud import Cloud
from wizard.messages import (
    _,
    explain,
    ngettext,
)
from wizard.messages.entra import cloud_note, scope_reason
from wizard.problem import Problem
from wizard.steps.base.finding import (
    Finding,
    FindingVerdict,
)

if TYPE_CHECKING:
    from wizard.entra.account import SignedInAccount
    from wizard.entra.directory import DirectoryRole, Organization, OwnedApplication, TenantLicense
    from wizard.network.clock import ClockReading

_MOST_NAMES = 5  # names of owned applications in one sentence


@dataclass(frozen=True, slots=True)
class PreflightAnswers:
    """Entra's responses, each one a value or the problem of its refusal."""

    tenant: Organization | Problem
    roles: tuple[DirectoryRole, ...] | Problem
    license: TenantLicense | Problem
    eligible: tuple[str, ...] | Problem = ()
    """Names of roles that would do and can be activated; read only when none is active."""
    owned: frozenset[str] | Problem | None = None
    """Object ids of what the application owns; None: a person is signed in."""
    own_applications: tuple[OwnedApplication, ...] | Problem = ()
    """Applications that the signed-in person owns; read only when no role is active."""
    clock: ClockReading | None = None
    """The sign-in service's clock, as its last answer told it."""

    @property
    def tenant_name(self) -> str:
        """The organization's name, or nothing."""
        return "" if isinstance(self.tenant, Problem) else self.tenant.display_name

    @property
    def role(self) -> str:
        """The active role that allows setting up provisioning."""
        if self.owned is not None:
            return _("application, no role")
        if isinstance(self.roles, Problem):
            return _("role unknown")
        fitting = [role.display_name for role in self.roles if role.may_provision]
        if fitting:
            return fitting[0]
        if self.eligible and not isinstance(self.eligible, Problem):
            return _("{role} (not activated)").format(role=self.eligible[0])
        if self.roles:
            return self.roles[0].display_name
        owns = bool(self.own_applications) and not isinstance(self.own_applications, Problem)
        return _("application owner") if owns else _("no role")


def findings(
    seen: PreflightAnswers | None,
    account: SignedInAccount | None,
    cloud: Cloud,
    answers: Mapping[str, bool],
    application_id: str = "",
) -> tuple[Finding, ...]:
    """The list, with the answers given so far; empty before somebody signed in.

    `application_id` is the chosen application's, "" before one is chosen.
    """
    if seen is None or account is None:
        return ()
    if seen.owned is not None:
        found = [_tenant(seen), _ownership(seen.owned, account), _permissions(account), _license(seen)]
    else:
        found = [_tenant(seen), _role(seen, cloud, application_id), _consent(account), _license(seen)]
    found += _clock(seen)
    found += [
        Finding(f"cloud-{note}", _("Microsoft cloud"), FindingVerdict.WARNING, cloud_note(note))
        for note in cloud.notes
    ]
    found += _questions(answers)
    return tuple(found)


def _tenant(seen: PreflightAnswers) -> Finding:
    title = _("Tenant")
    if isinstance(seen.tenant, Problem):
        words = explain(seen.tenant)
        return Finding("tenant", title, FindingVerdict.UNKNOWN, words.what, " ".join(words.do))
    return Finding(
        "tenant",
        title,
        FindingVerdict.GOOD,
        _("{name} ({id})").format(name=seen.tenant.display_name, id=seen.tenant.id),
        _("Sign out and in again if this is not the tenant you meant."),
    )


def _clock(seen: PreflightAnswers) -> list[Finding]:
    if seen.clock is None or not seen.clock.is_wrong:
        return []
    words = explain(Problem("signin_clock", seen.clock.facts))
    sentence = f"{words.what} {words.why}".strip()
    return [Finding("clock", _("Clock"), FindingVerdict.WARNING, sentence, " ".join(words.do))]


def _role(seen: PreflightAnswers, cloud: Cloud, application_id: str) -> Finding:
    title = _("Administrator role")
    link = cloud.portal_my_roles()
    if isinstance(seen.roles, Problem):
        words = explain(seen.roles)
        return Finding("role", title, FindingVerdict.UNKNOWN, words.what, " ".join(words.do), link)
    if any(role.may_provision for role in seen.roles):
        return Finding("role", title, FindingVerdict.GOOD, _("{role} is active.").format(role=seen.role))
    owned = _owned(seen, application_id)
    if owned is not None:
        return owned
    return Finding("role", title, FindingVerdict.WARNING, *_lacking(seen.roles, seen.eligible), link)


def _owned(seen: PreflightAnswers, application_id: str) -> Finding | None:
    """What owning applications allows; None when it does not help."""
    if isinstance(seen.own_applications, Problem) or not seen.own_applications:
        return None
    title = _("Administrator role")
    if any(each.id == application_id for each in seen.own_applications):
        return Finding(
            "role",
            title,
            FindingVerdict.GOOD,
            _("You own this application: that is enough."),
            _("Adding another application needs a directory role."),
        )
    if application_id:
        return None
    names = ", ".join(each.display_name or each.id for each in seen.own_applications[:_MOST_NAMES])
    more = len(seen.own_applications) - _MOST_NAMES
    if more > 0:
        names = _("{names} and {number} more").format(names=names, number=more)
    return Finding(
        "role",
        title,
        FindingVerdict.WARNING,
        _("No directory role is active, but you own {names}. That is enough for what you own.").format(
            names=names
        ),
        _("In Application, choose one that you own. Adding another application needs a directory role."),
    )


def _lacking(roles: tuple[DirectoryRole, ...], eligible: tuple[str, ...] | Problem) -> tuple[str, str]:
    """What is there instead of a suitable role, and what to do."""
    from wizard.entra.directory import GLOBAL_READER

    activate = _("Activate it under My roles, then check again; a fresh activation may take some minutes.")
    ask = _(
        "Ask for Application Administrator or Cloud Application Administrator, then check again. "
        "Owning the application can be enough."
    )
    if not isinstance(eligible, Problem) and eligible:
        return _("You may use {role}, but it is not activated.").format(role=eligible[0]), activate
    if any(role.role_template_id == GLOBAL_READER for role in roles):
        return (
            _(
                "Global Reader alone is active: it shows people and logs, but neither the provisioning "
                "configuration nor its job."
            ),
            ask,
        )
    if isinstance(eligible, Problem):
        return (
            _(
                "No role that may set up provisioning is active. Whether one can be activated for this "
                "account could not be read."
            ),
            f"{activate} {ask}",
        )
    if roles:
        names = ", ".join(role.display_name for role in roles)
        return _("None of the active roles may set up provisioning: {roles}.").format(roles=names), ask
    return _("This account has no directory role, and none that could be activated."), ask


def _ownership(owned: frozenset[str] | Problem, account: SignedInAccount) -> Finding:
    title = _("Ownership")
    if not scopes.missing(account.scopes - {scopes.OWNED_BY}, scopes.TEST):
        text = _("The application may work on every application of the tenant, not only on those it owns.")
        remedy = _("Application.ReadWrite.OwnedBy is enough, and reaches only what the application owns.")
        return Finding("role", title, FindingVerdict.GOOD, text, remedy)
    if isinstance(owned, Problem):
        return Finding("role", title, FindingVerdict.UNKNOWN, explain(owned).what)
    if owned:
        text = ngettext(
            "The application owns {n} enterprise application, and needs no directory role for it.",
            "The application owns {n} enterprise applications, and needs no directory role for them.",
            len(owned),
        )
        return Finding("role", title, FindingVerdict.GOOD, text.format(n=len(owned)))
    return Finding(
        "role",
        title,
        FindingVerdict.WARNING,
        _("The application owns no enterprise application."),
        _("Make its service principal an owner of the Playvox enterprise application."),
    )


def _permissions(account: SignedInAccount) -> Finding:
    """The application permissions: the first is required, each other one is for one feature."""
    title = _("Permissions")
    if not account.permissions_known:
        return Finding("consent", title, FindingVerdict.UNKNOWN, _("The token does not name them."))
    lacking = scopes.missing(account.scopes, scopes.APP)
    required = scopes.missing(account.scopes, scopes.TEST)
    names = "; ".join(f"{scope.name}: {scope_reason(scope.reason)}" for scope in lacking)
    if required:
        return Finding(
            "consent",
            title,
            FindingVerdict.WARNING,
            _("Not granted: {names}").format(names=scopes.OWNED_BY),
            _("Add it as an application permission of the app registration and grant admin consent."),
        )
    if lacking:
        text = _("Not granted, so these parts stay unknown: {names}").format(names=names)
        return Finding("consent", title, FindingVerdict.UNKNOWN, text)
    return Finding("consent", title, FindingVerdict.GOOD, _("Reading and changing are granted."))


def _consent(account: SignedInAccount) -> Finding:
    title = _("Permissions")
    lacking = scopes.missing(account.scopes, scopes.READ)
    if lacking:
        names = ", ".join(scope.name for scope in lacking)
        return Finding(
            "consent",
            title,
            FindingVerdict.WARNING,
            _("Not granted: {names}").format(names=names),
            _("Sign in again and accept them, or ask an administrator who may consent for everybody."),
        )
    if not scopes.missing(account.scopes, scopes.WRITE):
        return Finding("consent", title, FindingVerdict.GOOD, _("Reading and changing are granted."))
    return Finding(
        "consent",
        title,
        FindingVerdict.GOOD,
        _("Reading is granted. Permission to change things is asked for with the first change."),
    )


def _license(seen: PreflightAnswers) -> Finding:
    title = _("Microsoft Entra license")
    if isinstance(seen.license, Problem):
        return Finding("licence", title, FindingVerdict.UNKNOWN, explain(seen.license).what)
    if not seen.license.known:
        return Finding("licence", title, FindingVerdict.UNKNOWN, _("The subscriptions could not be read."))
    if seen.license.groups_assignable:
        plan = "P2" if seen.license.p2 else "P1"
        return Finding("licence", title, FindingVerdict.GOOD, _("Entra ID {plan} found.").format(plan=plan))
    return Finding(
        "licence",
        title,
        FindingVerdict.WARNING,
        _("No Entra ID P1 or P2 was found."),
        _("Assign people one by one instead of groups; the provisioning log may not be readable."),
    )


def _questions(answers: Mapping[str, bool]) -> list[Finding]:
    asked = (
        (
            "super_admin",
            _("Playvox account"),
            _("Can you sign in to Playvox as Super Admin?"),
            _(
                "Ask your Playvox administrator to create the API key, or to give you that role "
                "for a while."
            ),
        ),
        (
            "api_keys",
            _("Playvox API keys"),
            _("Do you see Settings > API Keys in Playvox?"),
            _(
                "Whether API keys are offered depends on the Playvox plan and on the role's permission to "
                "generate them. Ask Playvox about the plan, or change the role under its Essentials."
            ),
        ),
    )
    return [
        Finding(name, title, _answered(answers.get(name)), sentence, remedy, "", answers.get(name))
        for name, title, sentence, remedy in asked
    ]


def _answered(answer: bool | None) -> FindingVerdict:
    if answer is None:
        return FindingVerdict.QUESTION
    return FindingVerdict.GOOD if answer else FindingVerdict.WARNING
