"""A half-finished setup, for drawing pages without any server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from pytestqt.qtbot import QtBot

from tests.ui import staged_quality
from tests.ui.stage_plans import saved_plans
from tests.ui.staged import staged_assistant
from tests.ui.staged_logs import logs
from tests.ui.staged_overview import overview, provisioning, recovering, relinking, rotating
from tests.ui.staged_why import explained
from wizard.problem import Problem, ProblemError
from wizard.reports import Bundle, BundleFile
from wizard.steps import Assistant
from wizard.steps.application import view as application
from wizard.steps.base import plan_view
from wizard.steps.base.change_preview import (
    PlannedChange,
    ScopeNeed,
)
from wizard.steps.base.finding import (
    Finding,
    FindingVerdict,
)
from wizard.steps.base.quarantine import QuarantineView
from wizard.steps.connection import view as connection
from wizard.steps.history import view as history
from wizard.steps.key import view as key
from wizard.steps.mappings import view as mappings
from wizard.steps.monitor import view as monitor
from wizard.steps.people import view as people
from wizard.steps.start import view as before
from wizard.steps.support import Support
from wizard.steps.troubleshoot import view as troubleshoot
from wizard.steps.turn_on import view as turn_on
from wizard.ui.session.background import Background
from wizard.ui.session.session import Session
from wizard.ui.shell.window import MainWindow


@contextmanager
def staged_window(qtbot: QtBot) -> Iterator[MainWindow]:
    """The real window around staged steps, at the smallest supported size."""
    background = Background()
    session = Session(background)
    made = MainWindow(session)
    qtbot.addWidget(made)
    made.resize(1024, 720)
    made.show()
    session.attach(assistant())
    yield made
    made.close()
    assert background.close()


NOW = datetime(2026, 11, 3, 9, 30, tzinfo=UTC)
IDENTITY = before.IdentityView(
    "alex.admin@contoso.example",
    "Contoso (practice)",
    "8f2f6f0e-58a5-4a5c-8e0c-5b1d0c8f1a11",
    "Microsoft global cloud",
    "Cloud Application Administrator",
    may_write=True,
    practice=True,
)
ANA = mappings.PersonRow("1", "Ana Żółć-Müller", "ana.mueller@contoso.example")
BO = mappings.PersonRow("2", "陳小明", "chen.xiaoming@contoso.example")
BODY = """{
  "userName": "ana.mueller@contoso.example",
  "active": true,
  "displayName": "Ana Żółć-Müller"
}"""


class StagedSupport(Support):
    """Creates one small bundle and remembers where it was saved."""

    def __init__(self) -> None:
        self.saved: list[tuple[Bundle, Path]] = []
        self.problem: Problem | None = None

    async def bundle(self) -> Bundle:
        words = "One file with a name too long to be read in a hurry, and a sentence about it."
        return Bundle(
            (BundleFile("read-me.txt", words, "hello\n"), BundleFile("steps.json", words, "{}\n" * 90))
        )

    async def save(self, bundle: Bundle, path: Path) -> None:
        if self.problem is not None:
            raise ProblemError(self.problem)
        self.saved.append((bundle, path))


def assistant() -> Assistant:
    """An assistant in the middle of a setup, whose intents do nothing."""
    made = staged_assistant(
        {
            **views(),
            "overview": overview(NOW),
            "recover": recovering(NOW),
            "rotate": rotating(NOW),
            "on_demand": provisioning(ANA, BO, NOW),
            "history": _history(),
            "logs": logs(NOW),
            "plans": saved_plans(ANA, BO, NOW, IDENTITY.account, _turn_on().plan),
            "troubleshoot": _troubleshoot(),
            "why": explained(),
            "relink": relinking(ANA, NOW),
        }
    )
    made.support = StagedSupport()
    return made


def views() -> dict[str, Any]:
    """One filled view for each step."""
    return {
        "before": _before(),
        "key": _key(),
        "application": _application(),
        "people": _people(),
        "connection": _connection(),
        "mappings": _mappings(),
        "turn_on": _turn_on(),
        "monitor": _monitor(),
    }


def _before() -> before.StartView:
    return before.StartView(
        mode=before.Mode.PRACTICE,
        clouds=(
            before.CloudChoice("global", "Microsoft global cloud"),
            before.CloudChoice("us", "US Government", "Some checks are not offered there."),
        ),
        cloud="global",
        client_id="",
        default_client_id="14d82eec-204b-4c2f-b7e8-296a70dab67e",
        tenant="",
        scopes=(
            ScopeNeed("Application.Read.All", "to find the Playvox application"),
            ScopeNeed("Synchronization.Read.All", "to read the provisioning job"),
        ),
        identity=IDENTITY,
        device_code=None,
        findings=(
            Finding(
                "tenant",
                "Tenant",
                FindingVerdict.GOOD,
                "Contoso (practice)",
                "Sign out and in again if this is another one.",
            ),
            Finding(
                "role",
                "Administrator role",
                FindingVerdict.WARNING,
                "No fitting role is active for this account at the moment.",
                "Activate Cloud Application Administrator under My roles, then check again.",
                "https://entra.microsoft.com/",
            ),
            Finding(
                "licence",
                "Microsoft Entra license",
                FindingVerdict.UNKNOWN,
                "The subscriptions could not be read.",
            ),
            Finding(
                "super_admin",
                "Playvox account",
                FindingVerdict.QUESTION,
                "Can you sign in to Playvox as Super Admin?",
                "Ask whoever looks after Playvox.",
            ),
        ),
        practice=None,
        busy="",
        problem=None,
        proof_wanted=True,
        session_only=True,
    )


def _key() -> key.KeyView:
    return key.KeyView(
        where_to_find=(
            "Sign in to Playvox as Super Admin and open Settings > API Keys.",
            "Choose Create API Key and give it a name.",
            "Open the details of the new key (the magnifying glass).",
            "Copy the value named BASE64 KEY.",
        ),
        fingerprint="7Q4K-22MX",
        cleanup_notes=("Blanks at the end were taken off.",),
        suggestion=False,
        pending=False,
        place=key.KeyPlace.KEYRING,
        keyring_name="GNOME Keyring",
        keyring_why="",
        practice_key=True,
        field_problem=None,
        busy="",
        problem=None,
    )


def _application() -> application.ApplicationView:
    row = application.AppRow(
        "a1",
        "b1",
        "Playvox",
        application.AppKind.GALLERY,
        single_sign_on=False,
        provisioning="No provisioning job yet.",
        enabled=True,
        recommended=True,
        why="Made from the gallery and not used for anything else.",
        portal_link="https://entra.microsoft.com/",
    )
    return application.ApplicationView(
        candidates=(
            row,
            replace(
                row,
                id="a2",
                name="Playvox SSO",
                single_sign_on=True,
                recommended=False,
                why="Single sign-on runs on it; a separate application is calmer for a first setup.",
            ),
        ),
        looked=True,
        chosen=row,
        gallery_name="Playvox",
        gallery_publisher="Playvox",
        suggested_name="Playvox",
        adding=None,
        busy="",
        problem=None,
    )


def _people() -> people.PeopleView:
    count = people.HeadcountView(12, 10, 1, 1, 1, 2, 0)
    return people.PeopleView(
        roles=(
            people.RoleRow("r1", "User", "Everybody", default_access=False, recommended=True, note=""),
            people.RoleRow(
                "r0",
                "Default Access",
                "",
                default_access=True,
                recommended=False,
                note="What this role does is proved with one person.",
            ),
        ),
        role_id="r1",
        assigned=(
            people.AssignedRow(
                "x1", "1", people.PrincipalKind.USER, ANA.name, ANA.detail, "r1", "User", None, ()
            ),
            people.AssignedRow(
                "x2",
                "9",
                people.PrincipalKind.GROUP,
                "Support Tier 1",
                "First line",
                "r1",
                "User",
                count,
                ("Groups inside are not followed.",),
            ),
        ),
        unread=3,
        effective=11,
        query="ch",
        found=(
            people.PrincipalRow(
                "2", people.PrincipalKind.USER, BO.name, BO.detail, assigned=False, warnings=("Guest.",)
            ),
        ),
        more=True,
        selected=(),
        taken=None,
        results=(),
        progress=None,
        start_small="The group Everybody reaches 4,312 people. Assign one or two people first.",
        busy="",
        problem=None,
    )


def _connection() -> connection.ConnectionView:
    from wizard.connection.result import (
        CheckResult,
        CheckStatus,
        ConnectionReport,
        DifferenceReason,
    )

    checks = (
        CheckResult("address", CheckStatus.PASSED, 0.2),
        CheckResult("dns", CheckStatus.PASSED, 3.1),
        CheckResult("auth", CheckStatus.FAILED, 41.0, "key_rejected"),
        CheckResult("scim", CheckStatus.SKIPPED),
        CheckResult("entra", CheckStatus.PASSED, 900.0, None, {"status": 204}),
        CheckResult("difference", CheckStatus.FAILED, 0.1, "here_unreachable_only"),
    )
    reasons = (DifferenceReason("reason_other_values"), DifferenceReason("reason_local_firewall"))
    return connection.ConnectionView(
        address_text="acme",
        tenant_url="https://acme.playvox.com/scim/v1",
        host_to_confirm="acme.playvox.com",
        unconfirmed_host="",
        test_permissions=(),
        address_problem=None,
        address_notes=(),
        usual_address="",
        notification_email="it@contoso.example",
        email_problem=None,
        email_note="",
        deletion_threshold=50,
        suggested_threshold=50,
        threshold_why="About a tenth of the people reached.",
        threshold_problem=None,
        checks=checks,
        report=ConnectionReport("https://acme.playvox.com/scim/v1", checks, reasons=reasons),
        report_stale=False,
        testing=False,
        history=(
            connection.PastRun(
                NOW,
                "Does not work",
                "Playvox does not accept the key.",
                (
                    "Another key was used.",
                    "Key accepted: was passed, is failed (Playvox does not accept the key).",
                ),
            ),
            connection.PastRun(NOW - timedelta(days=1), "Works", "", ("The first test kept here.",)),
        ),
        history_problem=None,
        further=(),
        saved=connection.SavedConnection(
            "https://acme.playvox.com/scim/v1", True, "it@contoso.example", 50, "assigned"
        ),
        unsaved=True,
        job_id="playvox.1",
        busy="",
        problem=None,
        search=None,
        pasted=None,
        key_fingerprint="7Q4K-22MX",
    )


def _troubleshoot() -> troubleshoot.TroubleshootView:
    staged = _connection()
    assert staged.report is not None
    checks = (
        *staged.checks[:2],
        replace(staged.checks[2], evidence={"status": 401, "challenge": "Bearer"}),
    )
    return troubleshoot.TroubleshootView(
        practice=True,
        address_text="acme",
        tenant_url="https://acme.playvox.com/scim/v1",
        host_to_confirm="acme.playvox.com",
        unconfirmed_host="",
        address_problem=None,
        address_notes=("Completed from the subdomain.",),
        usual_address="",
        key_fingerprint="7q4k-22mx",
        key_hints=("Blanks at the end were taken off.",),
        key_suggestion=True,
        key_problem=None,
        testing=False,
        checks=checks,
        report=replace(staged.report, checks=checks, reasons=()),
        report_stale=False,
        pasted=None,
        search=None,
        history=staged.history,
        history_problem=None,
        busy="",
        problem=None,
    )


def _mappings() -> mappings.MappingsView:
    rows = (
        mappings.MappingRow(
            "userName", "[userPrincipalName]", "direct", 1, only_on_create=False, default="", warnings=()
        ),
        mappings.MappingRow(
            "active",
            'Switch([IsSoftDeleted], , "False", "True", "True", "False")',
            "expression",
            0,
            only_on_create=False,
            default="",
            warnings=(),
        ),
        mappings.MappingRow(
            "displayName",
            "[displayName]",
            "direct",
            0,
            only_on_create=False,
            default="",
            warnings=("Two people have none.",),
        ),
    )
    preview = mappings.PreviewView(
        ANA,
        "POST",
        "A new account would be created.",
        BODY,
        "",
        account_known=True,
        trace=(
            mappings.TraceRow("userName", "[userPrincipalName]", ANA.detail, ""),
            mappings.TraceRow("active", "Switch(…)", "True", ""),
        ),
        warnings=(),
        differences=(
            mappings.DifferenceRow("userName", "", ANA.detail, changes=True),
            mappings.DifferenceRow("active", "", "True", changes=True),
        ),
    )
    return mappings.MappingsView(
        "Provision Microsoft Entra ID Users",
        enabled=True,
        rows=rows,
        matching=("userName",),
        scope_filter="",
        group_mapping="none",
        warnings=(),
        query="",
        people=(ANA, BO),
        preview=preview,
        busy="",
        problem=None,
    )


class _PlanRows:
    """Returns the same two rows for every request."""

    def count(self, text: str) -> int:
        return len(self.window(0, 2, text, "name", descending=False))

    def window(
        self, offset: int, limit: int, text: str, sort: str, descending: bool
    ) -> list[plan_view.PersonPlanRow]:
        why = "Assigned, enabled, and unknown to Playvox."
        rows = [
            plan_view.PersonPlanRow("1", ANA.name, ANA.detail, "create", "Create", why),
            plan_view.PersonPlanRow(
                "2", BO.name, BO.detail, "skip", "Skip", "The account is disabled in Entra."
            ),
        ]
        return [row for row in rows if text.casefold() in row.name.casefold()][offset : offset + limit]


def _turn_on() -> turn_on.TurnOnView:
    plan = plan_view.PlanView(
        8,
        1,
        2,
        0,
        3,
        0,
        _PlanRows(),
        ("8 people get a Playvox account.", "2 accounts are brought up to date.", "Nobody is deactivated."),
    )
    trial = turn_on.OnDemandView(
        ANA,
        succeeded=True,
        sentence="Ana Żółć-Müller was created in Playvox.",
        steps=(
            turn_on.OnDemandStepView(
                "Import user",
                "success",
                "Retrieved from Microsoft Entra ID",
                (("Sign-in name", ANA.detail),),
            ),
            turn_on.OnDemandStepView("Determine if user is in scope", "success", "Assigned", ()),
        ),
        changes=(("userName", ANA.detail), ("active", "True")),
    )
    return turn_on.TurnOnView(
        turn_on.ScopeChoice.ASSIGNED,
        turn_on.ScopeChoice.ALL,
        plan,
        (
            Finding("test", "Connection test", FindingVerdict.GOOD, "It worked from both sides."),
            Finding(
                "small", "Start small", FindingVerdict.WARNING, "Many people would be reached at once."
            ),
        ),
        (ANA, BO),
        trial,
        "off",
        "",
        None,
        quality=staged_quality.quality(),
    )


def _monitor() -> monitor.MonitorView:
    event = monitor.EventRow(
        "e1", NOW, "Create", "success", ANA.name, ANA.detail, "Created in Playvox.", ""
    )
    return monitor.MonitorView(
        job_id="playvox.0c6f0e",
        on=True,
        code="Active",
        sentence="Provisioning is on and well.",
        progress=0.42,
        progress_note="Counted in pages, not in people.",
        last_run=NOW,
        last_run_sentence="11 people, no failures.",
        next_run=NOW,
        people_in_playvox=11,
        quarantine=QuarantineView(
            "Playvox refuses the key",
            "401 Unauthorized",
            ("Save a valid key under Connection.",),
            NOW,
            NOW,
            NOW,
        ),
        events=(
            event,
            replace(
                event,
                id="e2",
                status="failure",
                person=BO.name,
                sentence="Playvox refused the person: an account with this email exists.",
                code="DuplicateTargetEntries",
            ),
        ),
        events_note="",
        events_counted="The newest 100 are shown. 3 of 4,312 results in the log are failures. Counted "
        "from 2026-10-04 09:30 UTC to 2026-11-03 09:30 UTC.",
        restart_choices=(
            monitor.RestartChoice(
                "portal", "As the portal does", "Forgets what is known and begins again.", usual=True
            ),
        ),
        read=NOW,
        busy="",
        problem=None,
    )


def _history() -> history.HistoryView:
    saved = history.HistoryRow(
        7,
        NOW,
        IDENTITY.account,
        "settings.save",
        "Settings saved",
        (
            PlannedChange("~", "Notification email", "it@contoso.example → operations@contoso.example"),
            PlannedChange("~", "Accidental deletion threshold", "50 → 7"),
        ),
        "done",
        "Done",
        "",
    )
    added = replace(
        saved,
        id=1,
        kind="application.add",
        title="Application added",
        changes=(PlannedChange("+", "Playvox"),),
        why_not="An application is deleted with everything in it.",
    )
    return history.HistoryView((saved, added), signed_in=True, busy="", problem=None)
