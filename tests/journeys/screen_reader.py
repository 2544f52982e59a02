"""A screen reader without a voice: reads a window of another process through AT-SPI and presses its keys.

The system's Python runs this file, because the bindings (`gi`) are a system package. It reads one JSON list
a line, `[verb, argument]`, and answers each with one line of JSON. The argument of the command line is the
process whose window it reads.
"""

from __future__ import annotations

import json
import sys
import time
import warnings
from collections.abc import Iterator
from typing import Any

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

_KEYS = {
    "Tab": 0xFF09,
    "Escape": 0xFF1B,
    "F6": 0xFFC3,
    "Return": 0xFF0D,
    "space": 0x20,
    "Down": 0xFF54,
}  # X11's numbers
_MOST_CHILDREN = 200  # of one table: more rows tell nothing new
_PATIENCE = 30.0  # seconds
_SHORT = 0.6  # seconds in which a key has moved the focus
_STATES = ("ENABLED", "SENSITIVE", "FOCUSABLE", "FOCUSED", "CHECKED")


def _showing(node: Any) -> bool:
    states = node.get_state_set()
    return bool(states.contains(Atspi.StateType.SHOWING) and states.contains(Atspi.StateType.VISIBLE))


def _children(node: Any) -> Iterator[Any]:
    for index in range(min(node.get_child_count(), _MOST_CHILDREN)):
        child = node.get_child_at_index(index)
        if child is not None:
            yield child


def _walk(node: Any) -> Iterator[Any]:
    for child in _children(node):
        if _showing(child):
            yield child
            yield from _walk(child)


def _described(node: Any) -> dict[str, Any]:
    states = node.get_state_set()
    box = node.get_component_iface()
    extents = box.get_extents(Atspi.CoordType.SCREEN) if box is not None else None
    action = node.get_action_iface()
    return {
        "id": node.get_accessible_id() or "",
        "role": node.get_role_name(),
        "name": node.get_name(),
        "description": node.get_description(),
        "level": (node.get_attributes() or {}).get("level", ""),
        "states": [each for each in _STATES if states.contains(getattr(Atspi.StateType, each))],
        "actions": [action.get_action_name(each) for each in range(action.get_n_actions())]
        if action
        else [],
        "box": [extents.x, extents.y, extents.width, extents.height] if extents else None,
    }


class Reader:
    """Reads the windows of one process."""

    def __init__(self, process: int) -> None:
        self._process = process
        self._focused: Any = None
        self._heard = False
        self._listener = Atspi.EventListener.new(self._hear)
        self._listener.register("object:state-changed:focused")

    def _hear(self, event: Any, *_rest: object) -> None:
        if event.detail1:
            self._focused, self._heard = event.source, True

    def _until(self, found: Any, seconds: float) -> Any:
        end = time.monotonic() + seconds
        while True:
            while GLib.MainContext.default().iteration(False):
                pass
            try:
                if answer := found():
                    return answer
            except GLib.Error:  # a widget that went away meanwhile
                pass
            if time.monotonic() > end:
                return None
            time.sleep(0.005)

    def find(self) -> None:
        """Wait until the program can be read."""
        if not self._until(lambda: self._program() is not None, _PATIENCE):
            sys.exit("The program is not on the accessibility bus.")

    def _program(self) -> Any:
        for each in _children(Atspi.get_desktop(0)):
            if each.get_process_id() == self._process:
                return each
        return None

    def _found(self, ending: str, role: str = "") -> Any:
        for node in _walk(self._program()):
            name = (node.get_accessible_id() or "").rpartition(".")[2]  # None: it went away meanwhile
            if name == ending and role in ("", node.get_role_name()):
                return node
        return None

    def wait(self, ending: str) -> bool:
        """Wait until something with this object name is on screen and can be used."""

        def usable() -> bool:
            node = self._found(ending)
            return node is not None and node.get_state_set().contains(Atspi.StateType.SENSITIVE)

        return bool(self._until(usable, _PATIENCE))

    def gone(self, ending: str) -> bool:
        """Wait until nothing with this object name is on screen."""
        return bool(self._until(lambda: self._found(ending) is None, _PATIENCE))

    def press(self, ending: str) -> bool:
        """Press the button with this object name, as a screen reader does."""
        if not self.wait(ending):
            return False
        action = self._found(ending).get_action_iface()
        names = [action.get_action_name(each) for each in range(action.get_n_actions())]
        return bool(action.do_action(names.index("Press" if "Press" in names else "Toggle")))

    def write(self, text: str) -> bool:
        """Write into the field that has the focus."""
        return bool(self._focused.get_editable_text_iface().set_text_contents(text))

    def type(self, text: str) -> bool:
        """Type with the keyboard, into whatever has the focus."""
        return all(Atspi.generate_keyboard_event(ord(sign), None, Atspi.KeySynthType.SYM) for sign in text)

    def text(self, ending: str) -> str:
        """What a field, a number or a label says."""
        node = self._found(ending)
        if node is None:
            return ""
        value, text = node.get_value_iface(), node.get_text_iface()
        if value is not None:
            return f"{value.get_current_value():g}"
        return str(text.get_text(0, -1)) if text is not None else str(node.get_name())

    def rows(self, ending: str) -> list[str]:
        """The first cell of each row of a table."""
        table = self._found(ending).get_table_iface()
        return [table.get_accessible_at(row, 0).get_name() for row in range(table.get_n_rows())]

    def read(self, _nothing: str) -> list[dict[str, Any]]:
        """All that is on screen, outermost first."""
        return [_described(node) for node in _walk(self._program())]

    def take(self, ending: str) -> bool:
        """Give the keyboard focus to the control with this object name."""
        self._heard = False
        node = self._found(ending)
        return bool(
            node and node.get_component_iface().grab_focus() and self._until(lambda: self._heard, _SHORT)
        )

    def focus(self, _nothing: str) -> dict[str, Any] | None:
        """What has the keyboard focus."""
        for node in _walk(self._program()):
            if node.get_state_set().contains(Atspi.StateType.FOCUSED):
                return _described(node)
        return None

    def strike(self, name: str) -> bool:
        """Press a key that need not move the focus."""
        return bool(Atspi.generate_keyboard_event(_KEYS[name], None, Atspi.KeySynthType.SYM))

    def key(self, name: str) -> dict[str, Any] | None:
        """Press a key; what has the focus afterwards, or nothing where it did not move."""
        self._heard = False
        Atspi.generate_keyboard_event(_KEYS[name], None, Atspi.KeySynthType.SYM)
        return _described(self._focused) if self._until(lambda: self._heard, _SHORT) else None


def main() -> None:
    """Answer until the input ends."""
    warnings.simplefilter("ignore", DeprecationWarning)  # the interfaces' newer names are not in Debian 12
    Atspi.init()
    reader = Reader(int(sys.argv[1]))
    reader.find()
    for line in sys.stdin:
        verb, argument = json.loads(line)
        print(json.dumps(getattr(reader, verb)(argument)), flush=True)


if __name__ == "__main__":
    main()
