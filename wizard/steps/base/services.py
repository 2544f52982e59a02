"""What the window or the command line hands to the assistant."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

from wizard.entra.consistency import Bounds, Clock
from wizard.messages import _
from wizard.network.clients import Network
from wizard.security.vault import Vault
from wizard.steps.base.practice_line import PracticeLine
from wizard.steps.base.progress import report

LaunchPractice = Callable[[], Awaitable[PracticeLine]]
BrowserOpener = Callable[[str], None]


def keyring_vault(namespace: str) -> Vault:
    """The keyring for a namespace; a slow one is reported in the current activity."""
    return Vault(namespace, waiting=_report_keyring)


def _report_keyring(locked: bool) -> None:
    report(
        _("Your desktop is asking for a keyring password. Enter it there.")
        if locked
        else _("Waiting for the keyring. If your desktop asks for the keyring's password, enter it.")
    )


@dataclass(frozen=True)
class Services:
    """What the window or the command line hands to the assistant."""

    data_folder: Path
    """The folder of profiles, journal and backups; never holds a secret."""
    launch_practice: LaunchPractice
    """Starts (or finds) the practice tenant and returns its address; may raise `ProblemError`."""
    network: Network = field(default_factory=Network)
    """How real addresses are reached."""
    open_browser: BrowserOpener | None = None
    """Opens the sign-in page; None means the system browser. Practice always answers itself."""
    keep_answers: bool = True
    """Whether answers are written into the profile; False for looking only."""
    bounds: Bounds = field(default_factory=Bounds)
    """Limits of waiting for Entra."""
    clock: Clock = field(default_factory=Clock)
    """The time to wait by."""
    vault: Callable[[str], Vault] = keyring_vault
    """The keyring for a namespace."""
