"""Nothing typed, selected or drafted is lost: the program is killed, started again, and has it."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.journeys.other_process import OtherProcess, Window, other_process

pytestmark = pytest.mark.timeout(420)
_PATIENCE = 60.0  # seconds
TWO = "zoe.laszcz@contoso.example\nana@contoso.example"


@pytest.fixture
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OtherProcess]:
    with ExitStack() as stack:
        yield other_process(stack, tmp_path_factory.mktemp("kept"))


def until_kept(program: OtherProcess, *names: str) -> None:
    """Wait until the file has values with these names."""
    end, found = time.monotonic() + _PATIENCE, set[str]()
    while not set(names) <= found:
        assert time.monotonic() < end, f"{names} are not kept, only {found}"
        time.sleep(0.1)
        file = program.data / "typed.json"
        content = json.loads(file.read_text("utf-8")) if file.exists() else {"setups": {}}
        found = {name for values in content["setups"].values() for name in values}


def killed(process: subprocess.Popen[bytes]) -> None:
    """As `kill -9`, or as the power goes."""
    process.kill()
    process.wait()


def opened(window: Window, page: str) -> None:
    window.press(f"rail-{page}")
    window.shown(page)


def said(window: Window, page: str) -> str:
    """What the page says is there again."""
    assert window.ask("wait", f"{page}-restored"), f"{page} says nothing"
    (bar,) = [each for each in window.ask("read") if each["id"].endswith(f".{page}-restored")]
    return f"{bar['name']}\n{bar['description']}"


def select_two(window: Window) -> None:
    opened(window, "people")
    window.press("people-list-fold")
    assert window.ask("take", "people-names")
    assert window.ask("write", TWO)
    window.press("people-look")
    assert window.ask("wait", "selected-clear")
    assert window.ask("take", "assigned")
    assert window.ask("strike", "space")
    window.type_into("assigned-filter", "a")


def draft_mappings(window: Window) -> None:
    """One change in the draft, one mapping in the editor, and one condition that is being typed."""
    opened(window, "mappings")
    window.press("action-delete")
    assert window.ask("wait", "draft-discard")
    assert window.ask("take", "mappings")
    assert window.ask("strike", "Down")
    window.press("edit-mapping")
    window.type_into("mapping-source", "companyName")
    window.press("add-clause")
    window.type_into("clause-1-attribute", "department")
    window.type_into("clause-1-value", "Sales")


def test_the_end_of_the_session_under_a_screen_reader_is_no_crash(program: OtherProcess) -> None:
    process, _window = program.signed_in()
    process.terminate()
    assert process.wait(_PATIENCE) == 4


def test_a_kill_loses_nothing(program: OtherProcess) -> None:
    process, window = program.signed_in()
    select_two(window)
    draft_mappings(window)
    differences = window.text_of("draft-differences")
    opened(window, "connection")
    assert window.ask("take", "threshold")
    for _time in range(3):
        assert window.ask("strike", "Down")  # the focus stays in the field, so nothing was sent yet
    until_kept(
        program, "people-names", "people.selection", "people.ticked", "assigned-filter", "mappings.draft",
        "mappings.editor", "mappings.scope", "threshold",
    )  # fmt: skip
    killed(process)
    assert (program.data / "typed.json").stat().st_mode & 0o777 == 0o600

    process, window = program.signed_in()
    opened(window, "people")
    text = said(window, "people")
    assert "2 people and groups are selected again." in text
    assert "1 assignment is selected again." in text
    assert window.text_of("assigned-filter") == "a"
    assert len(window.ask("rows", "selected")) == 2
    opened(window, "mappings")
    text = said(window, "mappings")
    assert "1 change to the mappings is in the draft again." in text
    assert "is open in the editor, with what you typed." in text
    assert "The conditions of the scoping filter are as you typed them." in text
    assert window.text_of("draft-differences") == differences
    assert "companyName" in window.text_of("mapping-source")
    opened(window, "connection")
    assert "Accidental deletion threshold" in said(window, "connection")
    assert window.text_of("threshold") == "47"

    opened(window, "mappings")
    window.press("mappings-discard-restored")
    assert window.ask("gone", "draft-discard"), "the draft is discarded"
    assert window.ask("gone", "mapping-source"), "the editor is closed"
    opened(window, "people")
    window.press("people-discard-restored")
    assert window.ask("gone", "selected"), "nobody is selected"


def test_a_damaged_file_is_set_aside_and_said(program: OtherProcess) -> None:
    (program.data / "typed.json").write_bytes(b'{"version": 2, "setups": {"prac')
    process, window = program.signed_in()
    assert window.ask("wait", "window-lasting"), "nothing is said"
    aside = list(program.data.glob("typed.json.damaged-*"))
    assert [each.read_bytes() for each in aside] == [b'{"version": 2, "setups": {"prac']
    killed(process)
