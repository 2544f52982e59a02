"""What the settings dialog shows beside the settings."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from wizard.messages import _

if TYPE_CHECKING:
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
    updates: Updates
    """What is known about newer versions."""


async def read_facts(folder: Path, assistant: Assistant | None) -> ProgramFacts:
    """Read them; runs on the loop's thread."""
    from wizard.updates.checking import known

    busy = assistant is not None and assistant.busy
    return ProgramFacts(str(folder), await _proxy(assistant), busy, known(folder))


async def _proxy(assistant: Assistant | None) -> str:
    from wizard.network.proxies import proxy_for
    from wizard.network.proxy_failure import ProxyFailed

    if assistant is not None and assistant.identity is not None and assistant.identity.practice:
        return _("Proxy: none is used in practice, because nothing leaves this computer.")
    try:
        found = await asyncio.to_thread(proxy_for, _HOST, _PORT)
    except ProxyFailed:
        return _("Proxy: the settings of this computer cannot be used; the connection test says why.")
    if found is None:
        return _("Proxy: none; this program connects directly.")
    return _("Proxy: {proxy}").format(proxy=found.shown)
