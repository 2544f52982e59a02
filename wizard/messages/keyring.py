"""Words for the keyring of the operating system."""

from __future__ import annotations

from collections.abc import Mapping

from wizard.messages.language import N_
from wizard.messages.words import FactWords, Words

_WHY = FactWords(
    {
        "no_keyring": N_("There is no keyring on this computer."),
        "not_trusted": N_("The keyring found here keeps secrets in files, so it is not used."),
        "other_setting": N_(
            "A setting for another program (the variable PYTHON_KEYRING_BACKEND or the file keyringrc.cfg) turns the keyring off."
        ),
        "not_answering": N_("The keyring did not answer. It is not tried again for some minutes."),
        "locked": N_("The keyring stayed locked."),
        "full": N_("The keyring or its disk is full."),
    },
    otherwise=N_("The keyring refused."),
)
_FACTS = {"why": _WHY}
_UNLOCK = N_("Unlock the keyring, and answer it if it asks for a password. Then try again.")
WORDS: Mapping[str, Words] = {
    "keyring_unread": Words(
        N_("The keyring did not give what is saved in it."),
        "{why}",
        do=(_UNLOCK, N_("Or enter the key or the secret once more.")),
        facts=_FACTS,
    ),
    "keyring_kept": Words(
        N_("The keyring may still have what was to be removed from it."),
        "{why}",
        do=(
            _UNLOCK,
            N_(
                "Or delete the entries that begin with “Playvox Provisioning Setup” with your system's program for passwords."
            ),
        ),
        facts=_FACTS,
    ),
    "keyring_not_kept": Words(
        N_("The client secret was used, but the keyring did not keep it."),
        "{why}",
        do=(_UNLOCK, N_("Or send the secret on standard input every time.")),
        facts=_FACTS,
    ),
}
