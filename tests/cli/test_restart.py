"""`restart` as an administrator runs it; the next cycle shows whether the preview was true."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Run, Served

THRESHOLD_1 = "deletion_threshold = 1"


def active(served: Served) -> set[str]:
    """User names of the active accounts in Playvox."""
    return {user["userName"] for user in served.truth()["playvox_users"] if user["active"]}


def held_back(run: Run, served: Served, config: Path) -> str:
    """A tenant whose deletion threshold holds Ana's deactivation back; her user name."""
    config.write_text(config.read_text().replace("deletion_threshold = 50", THRESHOLD_1))
    assert run("apply", "--config", config, "--practice", served.file, "--yes").code == 0
    served.control("POST", "cycle", {})
    assert "ana@contoso.example" in active(served)
    rows = {row["kind"]: row for row in run("history", "--json").json["changes"]}
    undone = run("undo", rows["people.assign"]["id"], "--practice", served.file, "--yes")
    assert undone.code == 0, undone.err
    served.control("POST", "cycle", {})
    assert "ana@contoso.example" in active(served), "the threshold did not hold her back"
    return "ana@contoso.example"


def test_held_back_deactivations_are_shown_refused_and_let_through(
    run: Run, served: Served, config: Path
) -> None:
    ana = held_back(run, served, config)
    common = ("restart", "--clear", "allow-deletes", "--practice", served.file)
    before = served.truth()

    shown = run(*common, "--dry-run", "--json")
    assert (shown.code, shown.json["applied"]) == (1, False), shown.err
    assert shown.json["people"]["counts"]["deactivate"] == 1
    assert shown.json["people"]["held_back"] is False
    assert "Nothing was changed: --dry-run only shows." in shown.err

    refused = run(*common, "--yes", "--json", "--max-deactivations", "0")
    assert (refused.code, refused.json["applied"]) == (2, False)
    assert refused.json["problem"]["code"] == "too_many_deactivations"

    silent = run(*common)
    assert silent.code == 1
    assert "Add --yes" in silent.err
    assert "1 person would be deactivated" in silent.out or "deactivated in Playvox" in silent.out
    assert served.truth() == before

    done = run(*common, "--yes", "--max-deactivations", "1")
    assert done.code == 0, done.err
    assert done.out.splitlines()[-1] == "Done."
    served.control("POST", "cycle", {})
    assert ana not in active(served)
    newest = run("history", "--json").json["changes"][0]
    assert (newest["kind"], newest["can_undo"]) == ("job.restart", False)


def test_a_restart_without_provisioning_says_what_is_missing(run: Run, served: Served) -> None:
    told = run("restart", "--practice", served.file, "--yes", "--json")
    assert told.code == 2
    assert told.json["problem"]["code"] == "command.no_application"
    assert (told.json["changes"], told.json["applied"]) == ([], False)
    named = run("restart", "--practice", served.file, "--application", "Nonsense", "--yes")
    assert named.code == 2
    assert "There is no application Nonsense" in named.err


def test_what_is_cleared_is_one_of_the_explained_names(run: Run) -> None:
    told = run("restart", "--clear", "everything", "--yes")
    assert (told.code, told.out) == (3, "")
    assert "allow-deletes" in told.err
    text = " ".join(run("restart", "--help").out.split())
    for name in ("portal:", "watermark:", "escrows:", "quarantine:", "full:", "allow-deletes:"):
        assert name in text


def test_a_full_cycle_is_planned_only_where_entra_makes_one(run: Run, served: Served, config: Path) -> None:
    assert run("apply", "--config", config, "--practice", served.file, "--yes").code == 0
    served.control("POST", "cycle", {})
    kinds = {}
    for clear in ("portal", "watermark", "quarantine", "escrows", "full"):
        told = run("restart", "--clear", clear, "--practice", served.file, "--dry-run", "--json")
        assert told.code == 1, told.err
        kinds[clear] = told.json["people"]["run"]
    assert kinds == {
        "portal": "full",
        "watermark": "full",
        "quarantine": "incremental",
        "escrows": "incremental",
        "full": "first",
    }
