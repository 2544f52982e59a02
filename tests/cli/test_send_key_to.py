"""`--send-key-to`: the key goes to a host that is not Playvox's only when the command names it."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

import pytest

from tests.cli.conftest import CONFIG, Run, Served
from tests.cli.programs import ROOT
from wizard.cli.arguments import add_key_sending

HOST = "acme.playvox.com.evil.example"


@pytest.mark.parametrize("name", ["apply", "plan", "quality", "drift", "undo", "test"])
def test_every_command_that_uses_the_key_can_confirm_a_host(name: str, run: Run) -> None:
    help_text = run(name, "--help").out
    assert "--send-key-to" in help_text


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("Scim.Contoso.example.", "scim.contoso.example"),
        ("https://scim.contoso.example/scim/v1", "scim.contoso.example"),
        ("64:ff9b::7f00:1", "64:ff9b::7f00:1"),
        ("plаyvox.com", "xn--plyvox-4nf.com"),
    ],
)
def test_hosts_are_compared_in_one_form(text: str, host: str) -> None:
    parser = argparse.ArgumentParser()
    add_key_sending(parser)
    assert parser.parse_args(["--send-key-to", text]).send_key_to == [host]


def test_without_consent_a_dry_run_shows_the_host_and_reads_no_accounts(
    run: Run, served: Served, tmp_path: Path
) -> None:
    file = tmp_path / "elsewhere.toml"
    file.write_text(CONFIG.replace("https://acme.playvox.com", f"https://{HOST}"))
    script = tmp_path / "sitecustomize.py"
    script.write_text(UNTESTED)
    env = {"PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"}
    shown = run("apply", "--config", file, "--practice", served.file, "--dry-run", env=env)
    assert shown.code == 1, shown.err
    assert f"! {HOST} is not a Playvox host." in shown.out
    assert f"--send-key-to {HOST}" in shown.out
    refused = run("apply", "--config", file, "--practice", served.file, "--yes", "--json", env=env)
    assert (refused.code, refused.json["problem"]["code"]) == (2, "host_unconfirmed")
    assert served.truth()["jobs"] == []


UNTESTED = '''
"""The name leads nowhere here, so the test from this computer is left out."""
import wizard.cli.setting_up as setting_up

async def nothing(self): pass
setting_up.SettingUp._try_from_here = nothing
'''
