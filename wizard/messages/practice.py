"""Words for problems with the practice tenant."""

from __future__ import annotations

from collections.abc import Mapping

from wizard.messages.language import N_
from wizard.messages.usage import NEAR
from wizard.messages.words import FactWords, Words

_TRY_AGAIN = N_("Try again.")
_CORRECT = N_("Correct this value and try again.")
_NO_FAULT = N_("There is no fault with the name {name}.")
_KNOWN_FAULTS = N_("The practice tenant can only make the mistakes that it knows.")
_LOOK_UP = N_("The names are in docs/practice-faults.md and in the Practice panel.")
_REFUSALS = {
    "own_account": N_("nobody can disable or delete the account with which they are signed in."),
    "deleted": N_("this person is deleted, and must be restored first."),
    "not_deleted": N_("this person is not deleted."),
    "user_name_taken": N_("somebody else has this sign-in name."),
    "group_unknown": N_("there is no group with this name."),
    "group_dynamic": N_("members of a dynamic group follow from its rule and cannot be chosen."),
}
WORDS: Mapping[str, Words] = {
    "practice_options_wrong": Words(
        N_("The practice tenant cannot be made this way."),
        N_("One of the values given is outside what it can do: {reason}"),
        do=(_CORRECT,),
    ),
    "practice_fault_unknown": Words(
        _NO_FAULT,
        _KNOWN_FAULTS,
        do=(NEAR, _LOOK_UP),
        variants={("near", ""): Words(_NO_FAULT, _KNOWN_FAULTS, do=(_LOOK_UP,))},
    ),
    "practice_ports_taken": Words(
        N_("The practice tenant could not take its ports."),
        N_("It needs port {port} and the one after it, on this computer only."),
        do=(N_("Choose another port."), N_("Leave the port out: any free one will do.")),
    ),
    "practice_state_unusable": Words(
        N_("The practice tenant cannot use the folder {folder}."),
        N_("Another practice tenant may be using it, it may not be writable, or its files are damaged."),
        do=(
            N_("End the other practice tenant, or choose another folder."),
            N_("Delete the folder if you do not need what was practiced in it."),
        ),
    ),
    "practice_control_failed": Words(
        N_("The practice tenant did not answer."),
        N_("It runs on this computer, as part of this program or beside it, and may have been stopped."),
        do=(_TRY_AGAIN, N_("Choose the practice tenant again under Before you begin.")),
    ),
    "practice_person_unknown": Words(
        N_("There is nobody named {name} in the practice tenant."),
        N_("People are found by their sign-in name or their object ID."),
        do=(N_("Show everyone with “practice people”."),),
    ),
    "practice_change_refused": Words(
        N_("{name} was not changed."),
        N_("Microsoft Entra would refuse this: {why}"),
        do=(N_("Choose another change."),),
        facts={"why": FactWords(_REFUSALS)},
    ),
    "practice_change_wrong": Words(
        N_("The change could not be made."),
        N_("One of its values is not valid: {reason}"),
        do=(_CORRECT,),
    ),
    "practice_start_failed": Words(
        N_("The practice tenant could not be started."),
        N_("This computer said: {reason}"),
        do=(_TRY_AGAIN, N_("Restart this program.")),
    ),
    "practice_file_unreadable": Words(
        N_("The practice tenant's file could not be read: {file}"),
        N_("It has to hold the one line that “practice serve” prints when it starts."),
        do=(N_("Start “practice serve” again and save its first line to the file."),),
    ),
    "practice_not_running": Words(
        N_("The practice tenant is not running."),
        N_("Nothing of it answers at {address}, or the file {file} does not fit what answers there."),
        do=(N_("Start “practice serve” again and use the line that it prints."),),
    ),
    "practice_only": Words(
        N_("There is no practice tenant in use."), do=(N_("Choose practice under “Before you begin”."),)
    ),
    "practice_line_unreadable": Words(
        N_("{file} does not hold the line of a running practice tenant."),
        "{why}",
        do=(N_("Run “practice serve” and write its first line into the file."),),
    ),
}
