"""The product's types read every documented answer, and it can make every documented body."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from wizard.entra import gallery, logs, on_demand, schema, secrets
from wizard.entra.applications import Application, AppRole
from wizard.entra.assignments import Assignment
from wizard.entra.directory import Group, Person
from wizard.entra.errors import parse_error
from wizard.entra.jobs import JobTemplate
from wizard.entra.schema import FilterOperator
from wizard.entra.status import SynchronizationJob
from wizard.entra.values import read, rows

FOLDER = Path(__file__).parents[1] / "data" / "graph-examples"
EXAMPLES = sorted(FOLDER.glob("*.json"))


def example(name: str) -> Any:
    return json.loads((FOLDER / f"{name}.json").read_text())["response_body"]


def _principals(answer: Any) -> None:
    for row in answer["value"]:
        read(Group if "group" in str(row.get("@odata.type")) else Person, row)


# The first pattern found in the name of an example decides how it is parsed.
READERS: tuple[tuple[str, Callable[[Any], object]], ...] = (
    ("^applicationTemplates-instantiate", lambda answer: gallery.made(answer, "x")),
    ("^applicationTemplates", lambda answer: rows(gallery.Template, answer)),
    ("^auditLogs", lambda answer: [logs.entry(row) for row in answer["value"]]),
    ("^error", parse_error),
    ("AssignedTo-list", lambda answer: rows(Assignment, answer)),
    ("AssignedTo-post", lambda answer: read(Assignment, answer)),
    ("approleassign", lambda answer: rows(Assignment, answer)),
    ("^serviceprincipal-get", lambda answer: read(Application, answer)),
    ("^servicePrincipals?-list", lambda answer: rows(Application, answer)),
    ("^synchronization-jobs?-(get|create)", lambda answer: read(SynchronizationJob, answer)),
    ("^synchronization-jobs-list", lambda answer: rows(SynchronizationJob, answer)),
    ("provisionOnDemand", on_demand.parse),
    ("filterOperators", lambda answer: rows(FilterOperator, answer)),
    ("schema-get", lambda answer: schema.SynchronizationSchema("job", answer).fingerprint),
    ("parseExpression", lambda answer: read(schema._Parsed, answer)),
    ("secrets-get", secrets.parse_settings),
    ("templates-list", lambda answer: rows(JobTemplate, answer)),
    ("^(delta|group|user)", _principals),
)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_documented_answer_is_read(path: Path) -> None:
    answer = json.loads(path.read_text())["response_body"]
    if answer is None or answer == "":
        return  # 204: nothing to read
    if isinstance(answer, int | str):
        assert re.fullmatch(r"\d+", str(answer))  # a $count
        return
    reader = next((read_it for pattern, read_it in READERS if re.search(pattern, path.stem, re.I)), None)
    assert reader is not None, "no type reads this example"
    reader(answer)


def test_there_are_examples() -> None:
    assert len(EXAMPLES) >= 73


def test_a_job_in_quarantine() -> None:
    job = read(SynchronizationJob, example("synchronization-job-get-quarantine-real"))
    assert job.is_on
    assert job.code == "Quarantine"
    assert job.status is not None
    assert job.status.quarantine is not None
    assert job.status.quarantine.reason == "EncounteredQuarantineException"
    assert job.status.quarantine.error is not None
    assert job.status.quarantine.error.code == "SystemForCrossDomainIdentityManagementInvalidCredentials"
    assert job.status.quarantine.next_attempt == datetime(2021, 5, 24, 21, 50, 54, 498136, UTC)
    assert job.status.steady_state_first_achieved_time is None  # year 1


def test_a_job_without_any_status() -> None:
    (job,) = rows(SynchronizationJob, example("synchronization-jobs-list-overview"))
    assert job.code == ""
    assert job.is_on


def test_gallery_roles_have_no_value() -> None:
    added = gallery.made(example("applicationTemplates-instantiate-aws-two-roles"), "AWS")
    assert [role.display_name for role in added.roles] == ["User", "msiam_access"]
    assert {role.value for role in added.roles} == {""}
    assert all(isinstance(role, AppRole) and role.for_people for role in added.roles)


def test_on_demand_as_the_reference_shows_it() -> None:
    result = on_demand.parse(example("synchronization-job-provisionOnDemand-user"))
    assert (result.status, result.error_code, result.action) == ("Skipped", "RedundantExport", "Other")
    assert result.ok
    assert result.complete
    assert [step.type for step in result.steps] == ["Import", "Matching", "Scoping", "Export"]
    scoping = result.step("scoping")
    assert scoping is not None
    assert scoping.details["IsEffectivelyEntitledForProvisioning"] == "True"
    assert result.changes[-1].new_value == "User"
    assert result.target_id == "52507a19-96ec-4e73-9250-3e65ffd2d926"


def test_on_demand_cut_in_the_middle_says_so() -> None:
    result = on_demand.parse(example("synchronization-job-provisionOnDemand-real-shape"))
    assert not result.complete
    assert not result.ok
    assert "EntryImport" in result.raw


def test_on_demand_in_the_other_shape() -> None:
    step = {"name": "EntryExportAdd", "type": "Export", "status": "Failure", "details": {"n": 1, "m": None}}
    inner = [{"action": "Create", "provisioningSteps": [step], "statusInfo": {"status": "Failure"}}]
    answer = {"key": "Microsoft.Identity.Health.CPP.StatusInfo", "value": json.dumps(inner)}
    result = on_demand.parse(answer)
    assert (result.status, result.action, result.complete) == ("Failure", "Create", True)
    assert result.steps[0].details == {"n": "1", "m": ""}


@pytest.mark.parametrize("value", [None, "", "[]", "{", "[[1]]", '"text"', "[" * 100_000, "null"])
def test_on_demand_never_crashes(value: str | None) -> None:
    result = on_demand.parse({"key": None, "value": value})
    assert not result.complete
    assert not result.ok


def test_a_failed_log_entry_has_a_cause() -> None:
    (entry,) = [logs.entry(row) for row in example("auditLogs-provisioning-failure")["value"]]
    assert (entry.action, entry.status) == ("create", "failure")
    assert entry.error_code == "ContosoEntryConflict"
    assert entry.cause == "log_conflict"
    assert entry.steps[-1].type == "export"


def test_a_wrapped_error_is_unwrapped() -> None:
    body = parse_error(example("error-synchronization-schema-PATCH-404"))
    assert body.code == "UnknownError"
    assert body.message.startswith("No HTTP resource was found")
    assert body.request_id == "c86232e3-3a57-458c-8c44-3f2874146620"


def test_the_innermost_code_counts() -> None:
    inner = {"error": {"code": "InvalidNotificationSettings", "message": None, "innerError": None}}
    body = parse_error({"error": {"code": "UnknownError", "message": json.dumps(inner)}})
    assert (body.code, body.inner) == ("UnknownError", "InvalidNotificationSettings")


def test_a_template_lists_its_fields() -> None:
    (template,) = rows(JobTemplate, example("synchronization-templates-list-gallery-scim-real"))
    assert template.default
    assert template.takes_playvox


def test_masked_settings() -> None:
    settings = secrets.parse_settings(example("synchronization-secrets-get-cloud-sync-sample"))
    assert settings.masked == {"Password"}
    assert settings.notification.delete_threshold_value == 500
    assert settings.others["UserName"].startswith("ADToAADSyncServiceAccount")


def test_new_enum_members_and_members_are_tolerated() -> None:
    job = read(
        SynchronizationJob,
        {
            "id": "x",
            "schedule": {"state": "Hibernating", "interval": "PT40M"},
            "status": {"code": "Dreaming", "progress": None, "news": [1]},
        },
    )
    assert job.code == "Dreaming"
    assert not job.is_on
