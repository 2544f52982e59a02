"""Maps steps to pages, in the tutorial's order.

Pages are imported when they are first shown.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from wizard.messages import _
from wizard.ui.pages.base.page import Page


@dataclass(frozen=True)
class PageEntry:
    """One step and a function that imports its page's class."""

    step_id: str
    title: str
    icon: str
    page: Callable[[], type[Page[Any]]]


def step_pages() -> tuple[PageEntry, ...]:
    """All eight steps, with their names in the current language."""
    return (
        PageEntry("before", _("Before you begin"), "begin", _before),
        PageEntry("key", _("Playvox key"), "key", _key),
        PageEntry("application", _("Application"), "application", _application),
        PageEntry("people", _("Users and groups"), "people", _people),
        PageEntry("connection", _("Connection"), "connection", _connection),
        PageEntry("mappings", _("Mappings"), "mappings", _mappings),
        PageEntry("turn_on", _("Turn on"), "power", _turn_on),
        PageEntry("monitor", _("Monitor"), "monitor", _monitor),
    )


def overview_page() -> PageEntry:
    """The first page of an existing setup; the rail shows it above the steps."""
    return PageEntry("overview", _("Overview"), "monitor", _overview)


def side_pages() -> tuple[PageEntry, ...]:
    """Pages outside the sequence of steps."""
    return (
        overview_page(),
        PageEntry("recover", _("Recover"), "refresh", _recover),
        PageEntry("on_demand", _("Provision now"), "play", _on_demand),
        PageEntry("rotate", _("Replace key"), "key", _rotate),
        PageEntry("history", _("What was changed"), "clock", _history),
        PageEntry("logs", _("Logs"), "monitor", _logs),
        PageEntry("plans", _("Saved plans"), "clock", _plans),
        PageEntry("troubleshoot", _("Only test a connection"), "connection", _troubleshoot),
        PageEntry("why", _("One person"), "person", _why),
        PageEntry("relink", _("Relink one person (beta)"), "refresh", _relink),
    )


def _overview() -> type[Page[Any]]:
    from wizard.ui.pages.overview.page import OverviewPage

    return OverviewPage


def _recover() -> type[Page[Any]]:
    from wizard.ui.pages.recover.page import RecoverPage

    return RecoverPage


def _on_demand() -> type[Page[Any]]:
    from wizard.ui.pages.on_demand.page import OnDemandPage

    return OnDemandPage


def _rotate() -> type[Page[Any]]:
    from wizard.ui.pages.rotate.page import RotatePage

    return RotatePage


def _before() -> type[Page[Any]]:
    from wizard.ui.pages.start.page import StartPage

    return StartPage


def _key() -> type[Page[Any]]:
    from wizard.ui.pages.key.page import KeyPage

    return KeyPage


def _application() -> type[Page[Any]]:
    from wizard.ui.pages.application.page import ApplicationPage

    return ApplicationPage


def _people() -> type[Page[Any]]:
    from wizard.ui.pages.people.page import PeoplePage

    return PeoplePage


def _connection() -> type[Page[Any]]:
    from wizard.ui.pages.connection.page import ConnectionPage

    return ConnectionPage


def _mappings() -> type[Page[Any]]:
    from wizard.ui.pages.mappings.page import MappingsPage

    return MappingsPage


def _turn_on() -> type[Page[Any]]:
    from wizard.ui.pages.turn_on.page import TurnOnPage

    return TurnOnPage


def _monitor() -> type[Page[Any]]:
    from wizard.ui.pages.monitor.page import MonitorPage

    return MonitorPage


def _history() -> type[Page[Any]]:
    from wizard.ui.pages.history.page import HistoryPage

    return HistoryPage


def _logs() -> type[Page[Any]]:
    from wizard.ui.pages.logs.page import LogsPage

    return LogsPage


def _plans() -> type[Page[Any]]:
    from wizard.ui.pages.plans.page import PlansPage

    return PlansPage


def _troubleshoot() -> type[Page[Any]]:
    from wizard.ui.pages.troubleshoot.page import TroubleshootPage

    return TroubleshootPage


def _why() -> type[Page[Any]]:
    from wizard.ui.pages.why.page import WhyPage

    return WhyPage


def _relink() -> type[Page[Any]]:
    from wizard.ui.pages.relink.page import RelinkPage

    return RelinkPage
