"""`--job ID`: which provisioning job a command is about, where an application has several."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Run, Served


def test_export_asks_which_job_and_shows_the_active_one_as_on(
    run: Run, served: Served, config: Path
) -> None:
    assert run("apply", "--config", config, "--practice", served.file, "--yes").code == 0
    (active,) = [job["id"] for job in served.truth()["jobs"]]
    served.control("PUT", "faults/second-job", {"on": True})
    asked = run("export", "--practice", served.file)
    assert asked.code == 2
    assert active in asked.err
    assert "--job" in asked.err
    assert run("export", "--practice", served.file, "--job", "no.such.job").code == 2
    shown = run("export", "--practice", served.file, "--job", active)
    assert shown.code == 0, shown.err
    assert "enabled = true" in shown.out
