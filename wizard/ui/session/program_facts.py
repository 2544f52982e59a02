"""What the settings dialog shows beside the settings."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from wizard.messages import _, ngettext

if TYPE_CHECKING:
    from wizard.network.proxies import ProxySettings
    from wizard.steps import Assistant
    from wizard.updates.checking import Updates

_HOST, _PORT = "graph.microsoft.com", 443


@dataclass(frozen=True, slots=True)
class ProgramFacts:
    """Facts about this program on this computer."""

    data_folder: str
    proxy: str
    """A sentence about the proxy to Microsoft Graph."""
    busy: bool
    """Whether a step works, so that the language cannot change now."""
    logs: str
    """A sentence about how long the log is kept on this computer."""
    updates: Updates
    """What is known about newer versions."""


async def read_facts(folder: Path, assistant: Assistant | None) -> ProgramFacts:
    """Read them; runs on the loop's thread."""
    from wizard.updates.checking import known

    busy = assistant is not None and assistant.busy
    return ProgramFacts(str(folder), await _proxy(assistant), busy, _kept(assistant), known(folder))


async def _proxy(assistant: Assistant | None) -> str:
    from wizard.network.proxies import decision_for
    from wizard.network.proxy_failure import ProxyFailed

    if assistant is not None and assistant.identity is not None and assistant.identity.practice:
        return _("Proxy: none is used in practice, because nothing leaves this computer.")
    try:
        decision = await asyncio.to_thread(decision_for, _HOST, _PORT)
    except ProxyFailed:
        return _("Proxy: the settings of this computer cannot be used; the connection test says why.")
    return proxy_sentence(decision)


def proxy_sentence(decision: ProxySettings) -> str:
    """Which proxy is used, without its password, and what decides that."""
    found, excluded = decision.proxy, decision.excluded_by
    if found is None and excluded == "settings":
        return _("Proxy: none for Microsoft Graph; this computer's settings exclude it.")
    if found is None and excluded:
        return _("Proxy: none for Microsoft Graph; the variable {variable} excludes it.").format(
            variable=excluded
        )
    if found is None:
        return _("Proxy: none; this program connects directly.")
    if found.variable:
        text = _("Proxy: {proxy}, from the variable {variable}.")
    elif found.source == "script":
        text = _("Proxy: {proxy}, from the proxy script of this computer.")
    else:
        text = _("Proxy: {proxy}, from the settings of this computer.")
    return text.format(proxy=found.shown, variable=found.variable)


def _kept(assistant: Assistant | None) -> str:
    """How long the log of the setup in use is kept on this computer."""
    if assistant is None or not assistant.context.store.profile.application_id:
        return _("Logs: choose an application first; how long they are kept is set for each setup.")
    days = assistant.context.store.profile.keep_log_days
    if days is None:
        return _("Logs: kept on this computer for good.")
    return ngettext(
        "Logs: kept on this computer for {n} day.", "Logs: kept on this computer for {n} days.", days
    ).format(n=days)
