"""Words for problems with looking for a newer version."""

from __future__ import annotations

from collections.abc import Mapping

from wizard.messages.language import N_
from wizard.messages.words import Words

_NOT_CHECKED = N_("Whether a newer version is published is not known.")
_ASK = N_("Check where you got this program from.")
_LATER = N_("Try again later.")
WORDS: Mapping[str, Words] = {
    "update_no_address": Words(
        _NOT_CHECKED,
        N_("This copy of the program was built without an address for newer versions."),
        do=(_ASK,),
    ),
    "update_not_kept": Words(
        N_("The setting, or what was read, could not be kept in {folder}."),
        N_("The folder or its file cannot be written. {why}"),
        do=(N_("Check that you may write to this folder, and that its disk is not full."),),
    ),
    "update_unreachable": Words(
        _NOT_CHECKED,
        N_("{host} could not be reached."),
        do=(_LATER, N_("Check that your proxy or firewall lets this program connect to {host}.")),
    ),
    "update_refused": Words(_NOT_CHECKED, N_("{host} answered with status {status}."), do=(_LATER, _ASK)),
    "update_unreadable": Words(
        _NOT_CHECKED,
        N_(
            "What is published is not what this program understands. Something between may have replaced it."
        ),
        do=(_LATER, _ASK),
    ),
    "update_forged": Words(
        _NOT_CHECKED,
        N_("What was received is not signed with the key that this program knows."),
        do=(N_("Install nothing that you are offered this way."), _ASK),
    ),
    "update_expired": Words(
        _NOT_CHECKED,
        N_("What was received was valid until {expires}. An old answer may hide a newer version."),
        do=(N_("Check the date and time of this computer."), _LATER, _ASK),
    ),
    "update_rolled_back": Words(
        _NOT_CHECKED,
        N_(
            "What was received names version {version}, and is older than what was read before, which named {seen}."
        ),
        do=(_LATER, _ASK),
    ),
}
