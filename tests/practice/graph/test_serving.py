"""`practice serve` itself: its line, its clock, its seed and its memory."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from tests.practice.graph.outsider import Json, Outsider, serve

LINE = {
    "graph",
    "authority",
    "tenant_id",
    "client_id",
    "account",
    "scim",
    "key",
    "next_key",
    "ca_file",
    "control",
}


def _everybody(line: Json) -> list[Any]:
    stranger = Outsider(line)
    try:
        stranger.sign_in()
        groups = stranger.get("/groups?$top=999")["value"]
        return [stranger.get("/users?$top=999")["value"], groups]
    finally:
        stranger.close()


def test_a_new_tenant_has_an_id_of_its_own() -> None:
    found, ids = [], []
    for _again in range(2):
        with serve("--people", "40", "--seed", "7") as line:
            ids.append((line["tenant_id"], line["authority"].rpartition("/")[2]))
            found.append(_everybody(line))
    assert found[0] == found[1]
    assert ids[0] != ids[1]
    assert all(tenant == authority for tenant, authority in ids)


def test_a_seed_makes_the_same_tenant_every_time() -> None:
    found, lines = [], []
    for seed in "7", "7", "8":
        with serve("--people", "40", "--seed", seed, "--seed-ids") as line:
            assert set(line) == LINE | {"pid", "schema", "command", "problem"}
            lines.append(line)
            found.append(_everybody(line))
    assert found[0] == found[1] != found[2]
    assert lines[0]["tenant_id"] == lines[1]["tenant_id"] != lines[2]["tenant_id"]
    assert lines[0]["key"] != lines[1]["key"]  # secrets do not depend on the seed
    assert lines[0]["control"] != lines[1]["control"]


def test_a_state_folder_survives_a_restart(tmp_path: Path) -> None:
    options = ("--people", "40", "--state", str(tmp_path / "tenant"))
    with serve(*options) as line:
        stranger = Outsider(line)
        stranger.sign_in()
        sp, app = stranger.application("Kept")
        job = stranger.job(sp)
        pairs = {"value": stranger.credentials()}
        assert (
            stranger.call("PUT", f"/servicePrincipals/{sp}/synchronization/secrets", pairs).status_code
            == 204
        )
        assert stranger.call("POST", f"{job}/start").status_code == 204
        stranger.close()
    with serve(*options) as again:
        assert {again[name] for name in ("tenant_id", "client_id", "key")} == {
            line[name] for name in ("tenant_id", "client_id", "key")
        }
        stranger = Outsider(again)
        stranger.sign_in()
        assert stranger.get(f"/applications/{app}")["displayName"] == "Kept"
        assert stranger.get(job)["schedule"]["state"] == "Active"
        secrets = stranger.get(f"/servicePrincipals/{sp}/synchronization/secrets")["value"]
        assert {"key": "SecretToken", "value": "*"} in secrets
        stranger.close()


def test_cycles_come_as_fast_as_the_clock_runs() -> None:
    with serve("--people", "40", "--clock-speed", "9600") as line:  # forty minutes in 0.25 s
        stranger = Outsider(line)
        stranger.sign_in()
        job = stranger.job(stranger.application()[0])
        secrets = job.rsplit("/jobs/", 1)[0] + "/secrets"
        assert stranger.call("PUT", secrets, {"value": stranger.credentials()}).status_code == 204
        assert stranger.call("POST", f"{job}/start").status_code == 204
        cycles: set[str] = set()
        end = time.monotonic() + 20
        while len(cycles) < 3 and time.monotonic() < end:
            last = stranger.get(job)["status"]["lastExecution"]
            if last["activityIdentifier"]:
                cycles.add(last["activityIdentifier"])
            time.sleep(0.05)
        assert len(cycles) == 3
        assert stranger.get(job)["schedule"]["interval"] == "PT40M"
        stranger.close()
