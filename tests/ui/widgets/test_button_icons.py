"""Icons mean what they do: the verb on a button decides its icon."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.cli.programs import ROOT
from wizard.paths import RESOURCES

MEANING = {
    "Undo": "undo", "Delete": "delete", "Forget": "delete", "Edit": "edit", "Add": "add", "Copy": "copy",
    "Remove": "remove", "Save": "save", "Export": "save", "Compare": "compare", "Refresh": "refresh",
    "Recalculate": "refresh", "Search": "search", "Look": "search", "Test": "connection", "Help": "help",
    "Replace": "key", "&Back": "back", "Back": "back", "&Next": "next", "Cancel": "dismiss",
    "Discard": "dismiss", "Stop": "dismiss", "Clear": "dismiss",
}  # fmt: skip
"""First word of a button in English: its icon."""
ELSEWHERE = {"open-person", "open-application", "device-open", "guide-browser", "f'{base}-link"}
"""Buttons that open a page in the browser have the arrow that leaves the window; no other one has."""
OTHERS = {"use-practice-key", "restart"}
"""Buttons whose icon says where the value comes from."""


def buttons() -> Iterator[tuple[str, str, str]]:
    """Name, English text and icon of every button that the source names."""
    for file in sorted((ROOT / "wizard" / "ui").rglob("*.py")):
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name) or len(call.args) < 3:
                continue
            text, icon = call.args[1:3]
            if call.func.id != "Button" or not isinstance(icon, ast.Constant):
                continue
            said = text.args[0] if isinstance(text, ast.Call) and text.args else text
            words = said.value if isinstance(said, ast.Constant) else ""
            yield ast.unparse(call.args[0]).strip("'\""), str(words), str(icon.value)


def test_the_verb_decides_the_icon() -> None:
    found = list(buttons())
    assert len(found) > 80
    wrong = [
        (name, text, icon)
        for name, text, icon in found
        if text.split()[:1] and (wanted := MEANING.get(text.split()[0])) and icon != wanted
        and name not in OTHERS
    ]  # fmt: skip
    assert wrong == []
    for name, _text, icon in found:
        assert not icon or (RESOURCES / "icons" / f"{icon}.svg").is_file(), name
        if icon == "open":
            assert name in ELSEWHERE or "-admin-center" in name or "-learn-" in name, name
        if icon == "undo" or icon == "back":
            assert any(word in _text for word in ("Undo", "Back")), name
