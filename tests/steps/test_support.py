"""The support bundle of a real practice setup: everything useful, nobody's name, no key."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from build import replay_bundle
from tests.security.encodings import encodings_of
from tests.steps.test_journey import journey
from wizard.problem import ProblemError
from wizard.reports import Bundle
from wizard.steps import Assistant

if TYPE_CHECKING:
    from wizard.practice import Practice


def read(bundle: Bundle) -> dict[str, Any]:
    return {each.name: json.loads(each.text) for each in bundle.files if each.name.endswith(".json")}


async def test_a_practice_setup_in_a_bundle(
    assistant: Assistant, practice: Practice, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await journey(assistant)
    await assistant.monitor.refresh()
    bundle = await assistant.support.bundle()
    found = read(bundle)
    text = "\n".join(each.text for each in bundle.files)

    for name in _names(practice):
        assert name.casefold() not in text.casefold(), name
    for encoding, piece in encodings_of(practice.line.key.get_secret_value()).items():
        assert piece not in text.encode(), encoding

    assert set(found) == {
        "program.json", "set-up.json", "steps.json", "connection-test.json",
        "earlier-connection-tests.json", "provisioning-job.json", "requests.json", "changes.json",
        "writes.json",
    }  # fmt: skip
    assert {each["id"]: each["state"] for each in found["steps.json"]["steps"]}["connection"] == "done"
    profile = found["set-up.json"]["profile"]
    assert profile["account"] == "person-1"
    assert profile["tenant_url"] == "https://acme.playvox.com/scim/v1"
    assert {each["account"] for each in found["changes.json"]["rows"]} == {"person-1"}
    assert "settings.save" in {each["kind"] for each in found["changes.json"]["rows"]}
    report = assistant.connection.view.report
    assert report is not None
    checks = {each["id"]: each for each in found["connection-test.json"]["checks"]}
    assert checks["tls"]["evidence"]["protocol"] == report.check("tls").evidence["protocol"]
    assert checks["scim"]["status"] == "passed"
    assert found["earlier-connection-tests.json"]["rows"][0]["verdict"] == report.verdict.value
    assert all(row["path"].startswith("/") for row in found["requests.json"]["rows"])
    assert found["provisioning-job.json"]["schedule"]["state"] == "Active"

    file = tmp_path / "bundle.zip"
    await assistant.support.save(bundle, file)
    assert file.read_bytes() == bundle.packed()

    # Developers can read it: the same verdicts follow from what it recorded.
    assert replay_bundle.main([str(file)]) == 0
    printed = capsys.readouterr().out
    assert "  verdict: works; now: works" in printed
    assert "  scim: passed; now: passed" in printed
    assert "schedule.state: Active" in printed


async def test_a_problem_is_in_the_bundle_by_its_code(assistant: Assistant) -> None:
    await assistant.application.find()
    with pytest.raises(ProblemError):
        await assistant.connection.test()  # no URL yet
    steps = read(await assistant.support.bundle())["steps.json"]["steps"]
    assert {each["id"]: each for each in steps}["connection"]["problem"]["code"] == "address_first"


async def test_a_bundle_without_a_setup(assistant: Assistant, tmp_path: Path) -> None:
    await assistant.context.leave()
    bundle = await assistant.support.bundle()
    assert "requests.json" not in read(bundle)
    folder = tmp_path / "not a folder"
    folder.write_text("")
    with pytest.raises(ProblemError) as caught:
        await assistant.support.save(bundle, folder / "bundle.zip")
    assert caught.value.problem.code == "bundle_not_saved"


def _names(practice: Practice) -> set[str]:
    """Display names, family names, and addresses of everybody in the practice tenant."""
    found = set()
    for each in practice.tenant.store.users():
        for name in ("displayName", "userPrincipalName", "mail"):
            if each.get(name):
                found.add(str(each[name]))
    assert len(found) > 60
    return found
