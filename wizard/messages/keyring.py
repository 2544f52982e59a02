"""Words about the operating system's keyring."""

from __future__ import annotations

from wizard.messages.explanation import (
    Words,
    register,
)
from wizard.messages.language import _
from wizard.messages.phrases import phrase


def _session_only() -> str:
    return _("Until then it is kept for this session only and has to be entered again next time.")


_WORDS: dict[str, Words] = {
    "vault_no_keyring": phrase(
        lambda: _("This computer has no keyring that can keep the key."),
        lambda: _("The program never writes secrets to a file."),
        lambda: _("On Linux, install and unlock GNOME Keyring or KWallet, then start the program again."),
        _session_only,
    ),
    "vault_not_trusted": phrase(
        lambda: _("The keyring set up here keeps secrets in plain files; it is not used."),
        lambda: _("Only the operating system's own keyrings are."),
        lambda: _("Remove that keyring from the Python keyring settings, then start the program again."),
        _session_only,
    ),
    "vault_locked": phrase(
        lambda: _("The keyring is locked."),
        lambda: _("It was not unlocked, or its question was dismissed."),
        lambda: _("Unlock it and save once more."),
        _session_only,
    ),
    "vault_not_answering": phrase(
        lambda: _("The keyring does not answer."),
        lambda: _("Perhaps its own window waits for you behind others."),
        lambda: _("Answer it and save once more."),
        _session_only,
    ),
    "vault_failed": phrase(
        lambda: _("The keyring could not keep the key."),
        lambda: _("It answered with an error of its own."),
        lambda: _("Try once more, or restart the session."),
        _session_only,
    ),
}
register(_WORDS)
