"""Which page belongs to which step, in the tutorial's order.

Pages are imported when they are first shown.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from wizard.ui.page import Page
from wizard.words import _


@dataclass(frozen=True)
class Entry:
    """One step and how to get its page's class."""

    step_id: str
    title: str
    icon: str
    page: Callable[[], type[Page]]


def entries() -> tuple[Entry, ...]:
    """All eight, with their names in the present language."""
    return (
        Entry("before", _("Before you begin"), "begin", _before),
        Entry("key", _("Playvox key"), "key", _key),
        Entry("application", _("Application"), "application", _application),
        Entry("people", _("Who"), "people", _people),
        Entry("connection", _("Connection"), "connection", _connection),
        Entry("mappings", _("Mappings"), "mappings", _mappings),
        Entry("turn_on", _("Turn on"), "power", _turn_on),
        Entry("monitor", _("Monitor"), "monitor", _monitor),
    )


def beside() -> tuple[Entry, ...]:
    """Pages that are no step of the way and stand in no rail."""
    return (
        Entry("history", _("What was changed"), "clock", _history),
        Entry("troubleshoot", _("Only test a connection"), "connection", _troubleshoot),
    )


def _before() -> type[Page]:
    from wizard.ui.pages.before import BeforePage

    return BeforePage


def _key() -> type[Page]:
    from wizard.ui.pages.key import KeyPage

    return KeyPage


def _application() -> type[Page]:
    from wizard.ui.pages.application import ApplicationPage

    return ApplicationPage


def _people() -> type[Page]:
    from wizard.ui.pages.people import PeoplePage

    return PeoplePage


def _connection() -> type[Page]:
    from wizard.ui.pages.connection import ConnectionPage

    return ConnectionPage


def _mappings() -> type[Page]:
    from wizard.ui.pages.mappings import MappingsPage

    return MappingsPage


def _turn_on() -> type[Page]:
    from wizard.ui.pages.turn_on import TurnOnPage

    return TurnOnPage


def _monitor() -> type[Page]:
    from wizard.ui.pages.monitor import MonitorPage

    return MonitorPage


def _history() -> type[Page]:
    from wizard.ui.pages.history import HistoryPage

    return HistoryPage


def _troubleshoot() -> type[Page]:
    from wizard.ui.pages.troubleshoot import TroubleshootPage

    return TroubleshootPage
