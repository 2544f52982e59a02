"""A run never writes its result over a file that it reads."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.cli.conftest import Run


@pytest.mark.parametrize("as_link", [False, True])
def test_the_configuration_stays(run: Run, config: Path, tmp_path: Path, as_link: bool) -> None:
    before = config.read_bytes()
    out = config
    if as_link:
        out = tmp_path / "other-name.toml"
        os.link(config, out)
    ended = run("check", config, "--output", out)
    assert ended.code == 2
    assert "The same run reads this file." in ended.err
    assert config.read_bytes() == before


@pytest.mark.parametrize("as_json", [False, True])
def test_the_line_of_a_practice_tenant_stays(run: Run, tmp_path: Path, as_json: bool) -> None:
    line = tmp_path / "line.json"
    line.write_text("{}")
    more = ["--json"] if as_json else []
    ended = run("test", "--practice", line, "--html", line, *more)
    assert ended.code == 2
    assert line.read_text() == "{}"
    if as_json:
        assert json.loads(ended.out)["problem"]["code"] == "result_not_saved"


def test_nor_is_a_line_lost_that_only_chooses(run: Run, tmp_path: Path) -> None:
    line = tmp_path / "line.json"
    line.write_text("{}")
    assert run("history", "--practice", line, "--json", "--output", line).code == 2
    assert line.read_text() == "{}"


def test_another_file_is_written(run: Run, config: Path, tmp_path: Path) -> None:
    assert run("check", config, "--output", tmp_path / "said.txt").code == 0
    assert (tmp_path / "said.txt").read_text()
