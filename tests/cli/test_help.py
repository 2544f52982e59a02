"""Help and completion, as a shell shows them."""

from __future__ import annotations

import os
import pty
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import tree_sitter
import tree_sitter_powershell

from tests.cli.conftest import Run
from tests.cli.programs import ROOT
from wizard.cli import COMMANDS, main

SHELLS = ["bash", "zsh", "fish", "powershell", "tcsh"]


def on_a_terminal(*arguments: str) -> str:
    """Output of the program on a terminal of 80 columns."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "80"}
    command = [sys.executable, "-m", "wizard", *arguments]
    with subprocess.Popen(command, cwd=ROOT, stdout=theirs, stderr=theirs, env=environment):
        os.close(theirs)
        seen = b""
        try:
            while piece := os.read(ours, 65536):
                seen += piece
        except OSError:  # the other end is closed
            pass
    os.close(ours)
    return seen.decode()


@pytest.mark.parametrize("arguments", [("--help",), ("practice", "serve", "--help")])
def test_help_is_colored_on_a_terminal_and_plain_elsewhere(run: Run, arguments: tuple[str, ...]) -> None:
    assert "\x1b[" in on_a_terminal(*arguments)
    assert "\x1b" not in run(*arguments).out


@pytest.mark.parametrize("name", COMMANDS)
def test_every_subcommand_says_what_it_is_for(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([name, "--help"]) == 0
    paragraphs = capsys.readouterr().out.split("\n\n")
    assert paragraphs[0].startswith(f"usage: playvox-provisioning {name}")
    assert paragraphs[1].endswith("."), "no description"


def completed(script: Path, *words: str) -> set[str]:
    """Bash's completions for the last of these words."""
    typed = " ".join(f"'{word}'" for word in words)
    code = f"""
        source {script}
        COMP_WORDS=(playvox-provisioning {typed}); COMP_CWORD={len(words)}
        _shtab_playvox_provisioning playvox-provisioning '{words[-1]}' '{words[-2] if words[1:] else ""}'
        printf '%s\\n' "${{COMPREPLY[@]}}"
    """
    done = subprocess.run(
        ["bash", "-c", code], capture_output=True, text=True, check=True, cwd=script.parent
    )
    return set(done.stdout.split())


@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash here")
def test_bash_completes(run: Run, tmp_path: Path) -> None:
    script = tmp_path / "completion.bash"
    script.write_text(run("--print-completion=bash").out)
    (tmp_path / "setup.toml").write_text("")
    assert completed(script, "") >= set(COMMANDS)
    assert completed(script, "e") == {"export", "evaluate", "explain"}
    assert completed(script, "apply", "--co") == {"--config"}
    assert "setup.toml" in completed(script, "apply", "--config", "se")
    assert completed(script, "practice", "s") == {"serve"}
    assert "--seed" in completed(script, "practice", "serve", "--se")


@pytest.mark.skipif(shutil.which("fish") is None, reason="no fish here")
def test_fish_completes(run: Run, tmp_path: Path) -> None:
    script = tmp_path / "completion.fish"
    script.write_text(run("--print-completion=fish").out)

    def offered(typed: str) -> set[str]:
        code = f"source {script}; complete --do-complete 'playvox-provisioning {typed}'"
        done = subprocess.run(
            ["fish", "--no-config", "-c", code], capture_output=True, text=True, check=True
        )
        return {line.split("\t")[0] for line in done.stdout.splitlines()}

    assert offered("e") == {"export", "evaluate", "explain"}
    assert "--config" in offered("apply --co")
    assert offered("plan --scope a") == {"assigned", "all"}
    assert offered("practice s") == {"serve"}
    assert "--seed" in offered("practice serve --se")


def test_powershell_knows_flags_and_values(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--print-completion=powershell"]) == 0
    script = capsys.readouterr().out
    assert "'practice' = @('-h', '--help', 'serve'," in script
    assert "'plan --scope' = @('assigned', 'all')" in script
    assert "'--max-deactivations'" in script.split("'apply' = @(")[1].splitlines()[0]
    assert script.count("{") == script.count("}")


def test_powershell_scripts_follow_the_language(capsys: pytest.CaptureFixture[str]) -> None:
    parser = tree_sitter.Parser(tree_sitter.Language(tree_sitter_powershell.language()))
    assert main(["--print-completion=powershell"]) == 0
    completion = capsys.readouterr().out.encode()
    assert not parser.parse(completion).root_node.has_error
    assert parser.parse(completion.replace(b"@('", b"@(''", 1)).root_node.has_error
    scripts = sorted((ROOT / "docs").rglob("*.ps1"))
    assert scripts
    assert [path.name for path in scripts if parser.parse(path.read_bytes()).root_node.has_error] == []


@pytest.mark.skipif(shutil.which("pwsh") is None, reason="PowerShell is not installed")
def test_powershell_reads_the_script_and_completes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--print-completion=powershell"]) == 0
    script = tmp_path / "completion.ps1"
    script.write_text(capsys.readouterr().out)
    line = "playvox-provisioning plan --scope a"
    parse = "[System.Management.Automation.Language.Parser]::ParseFile"
    code = (
        f"$e = $null; [void]{parse}('{script}', [ref]$null, [ref]$e); $e.Count; . '{script}'; "
        f"(TabExpansion2 '{line}' {len(line)}).CompletionMatches.CompletionText"
    )
    done = subprocess.run(
        ["pwsh", "-NoProfile", "-Command", code], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["0", "assigned", "all"]


@pytest.mark.parametrize("shell", SHELLS)
def test_a_script_knows_every_subcommand(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([f"--print-completion={shell}"]) == 0
    script = capsys.readouterr().out
    assert [name for name in COMMANDS if name not in script] == []


def test_another_shell_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--print-completion", "cmd"]) == 3
    assert "cmd" in capsys.readouterr().err


@pytest.mark.parametrize("columns", ["0", "1", "3", "-5", "x", "100000"])
def test_help_is_whole_in_any_width(
    columns: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    assert main(["history", "--help"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    for flag in ("--data-folder", "--json", "--language"):
        assert flag in said
