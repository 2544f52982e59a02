"""An object deleted from Entra is reported at once and forgotten, and the run goes on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cli.conftest import Ran, Run, Served, serving
from tests.practice.graph.outsider import Outsider
from wizard.setup import Journal, OperationState, Profiles

GONE = "“Playvox” no longer exists in Entra"


@contextmanager
def administrator(served: Served) -> Iterator[Outsider]:
    """Another administrator, who works in the same tenant with other tools."""
    other = Outsider(served.line)
    try:
        other.sign_in()
        yield other
    finally:
        other.close()


def applied(run: Run, config: Path, served: Served, *options: str) -> Ran:
    """Run `apply --yes`, which ends long before the ten minutes that a new application may take."""
    answer = run("apply", "--config", config, "--practice", served.file, "--yes", *options)
    assert answer.code == 0, answer.err + answer.out
    return answer


def journal_of(folder: Path) -> Journal:
    (profile,) = Profiles(folder / "profiles").all()
    return Journal(folder / "journal.sqlite", profile.id)


def test_another_tenant_with_the_same_id_is_set_up_at_once(run: Run, config: Path, tmp_path: Path) -> None:
    for number in range(2):
        with serving(tmp_path / f"{number}.json", "--seed", "7", "--seed-ids") as served:
            answer = applied(run, config, served)
            found = served.truth()
        assert len(found["applications"]) == found["seeded_applications"] + 1
        assert [job["state"] for job in found["jobs"]] == ["Active"]
        assert (GONE in answer.out) is (number == 1), answer.out
    assert {row.state for row in journal_of(tmp_path / "data").operations()} == {OperationState.DONE}


def test_a_new_tenant_of_the_same_seed_is_another_one(run: Run, config: Path, tmp_path: Path) -> None:
    for number in range(2):
        with serving(tmp_path / f"{number}.json", "--seed", "7") as served:
            assert GONE not in applied(run, config, served).out
    assert len(Profiles(tmp_path / "data" / "profiles").all()) == 2


@pytest.mark.parametrize("way", ["servicePrincipals", "applications"])
def test_an_application_deleted_elsewhere_is_added_again(
    run: Run, served: Served, config: Path, tmp_path: Path, way: str
) -> None:
    applied(run, config, served)
    with administrator(served) as other:
        job = served.truth()["jobs"][0]
        principal = other.get(f"/servicePrincipals/{job['servicePrincipalId']}")
        wanted = principal["id"]
        if way == "applications":
            (app,) = other.get(f"/applications?$filter=appId eq '{principal['appId']}'")["value"]
            wanted = app["id"]
        assert other.call("DELETE", f"/{way}/{wanted}").status_code == 204
        served.settle()
    answer = applied(run, config, served, "--json")
    assert any(GONE in warning for warning in answer.json["warnings"]), answer.out
    assert [each["state"] for each in served.truth()["jobs"]] == ["Active"]
    told = [row for row in journal_of(tmp_path / "data").operations() if row.kind == "application.add"]
    assert ["gone" in row.outcome for row in told] == [False, True], "the newest first"
    again = applied(run, config, served, "--json").json
    assert (again["changes"], again["warnings"]) == ([], [])


def test_a_job_deleted_elsewhere_is_created_again(run: Run, served: Served, config: Path) -> None:
    applied(run, config, served)
    job = served.truth()["jobs"][0]
    with administrator(served) as other:
        path = f"/servicePrincipals/{job['servicePrincipalId']}/synchronization/jobs/{job['id']}"
        assert other.call("DELETE", path).status_code == 204
        served.settle()
    answer = applied(run, config, served, "--json")
    assert any("provisioning job no longer exists" in each for each in answer.json["warnings"]), answer.out
    assert "+" in {each["sign"] for each in answer.json["changes"]}
    assert [each["state"] for each in served.truth()["jobs"]] == ["Active"]


def test_status_says_what_is_gone(run: Run, served: Served, config: Path) -> None:
    applied(run, config, served)
    job = served.truth()["jobs"][0]
    with administrator(served) as other:
        path = f"/servicePrincipals/{job['servicePrincipalId']}"
        assert other.call("DELETE", f"{path}/synchronization/jobs/{job['id']}").status_code == 204
        served.settle()
        without_job = run("status", "--practice", served.file)
        assert "The provisioning job no longer exists in Entra" in without_job.out, without_job.out
        assert other.call("DELETE", path).status_code == 204
        served.settle()
    without_application = run("status", "--practice", served.file)
    assert GONE in without_application.out, without_application.out


def test_an_interrupted_change_is_looked_up_by_the_command_line(
    run: Run, served: Served, config: Path, tmp_path: Path
) -> None:
    applied(run, config, served)
    journal = journal_of(tmp_path / "data")
    made = next(row for row in journal.operations() if row.kind == "job.create")
    number = journal.begin("job.create", made.subject, made.account, {}, dict(made.new))
    told = run("history", "--json")
    assert next(row for row in told.json["changes"] if row["id"] == number)["state"] == "begun"
    assert told.err.strip().endswith("“status” and “apply” read it from Entra.")
    assert run("status", "--practice", served.file, "--json").code == 0
    told = run("history", "--json")
    assert next(row for row in told.json["changes"] if row["id"] == number)["state"] == "done"
    assert told.err == ""
