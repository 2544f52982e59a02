"""`test --entra --saved`: Microsoft's service tests what Entra has saved; nobody needs the key."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run, Served


def test_what_entra_has_saved_is_tested(run: Run, served: Served, config: Path) -> None:
    assert run("apply", "--config", config, "--practice", served.file, "--yes").code == 0
    answer = run("test", "--entra", "--saved", "--practice", served.file, "--json")
    assert answer.code == 0, answer.err
    found = answer.json
    assert (found["verdict"], found["cause"], found["credentials"]) == ("works", None, "saved")
    assert [each["id"] for each in found["checks"] if each["status"] != "not_run"] == ["entra"]
    assert "Synchronization.ReadWrite.All" in answer.err
    served.control("PUT", "faults/playvox-key-rejected", {"on": True})
    refused = run("test", "--entra", "--saved", "--practice", served.file)
    assert refused.code == 2
    assert "does not accept the key that Entra has saved" in refused.out
    assert served.line["key"] not in answer.out + answer.err + refused.out + refused.err


@pytest.mark.parametrize("flags", [("--saved",), ("--saved", "--entra", "--url", "acme")])
def test_wrong_use_is_explained(run: Run, flags: tuple[str, ...]) -> None:
    answer = run("test", *flags)
    assert answer.code == 3
    assert "--saved needs --entra" in answer.err


def test_microsofts_side_that_could_not_be_tested_is_no_success(run: Run, served: Served) -> None:
    """The tenant has no application, so there is nothing that Microsoft's service could test with."""
    answer = run("test", "--entra", "--practice", served.file, "--json")
    assert (answer.code, answer.json["verdict"], answer.json["problem"]) == (1, "works", None), answer.err
    (check,) = [each for each in answer.json["checks"] if each["id"] == "entra"]
    assert check["status"] == "not_run"
    assert [each["code"] for each in answer.json["unread"]] == [check["evidence"]["problem"]]
    alone = run("test", "--practice", served.file)
    assert alone.code == 0, alone.err
