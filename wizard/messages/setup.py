"""Words for problems with what this program keeps on this computer."""

from __future__ import annotations

from collections.abc import Mapping

from wizard.messages.language import N_
from wizard.messages.words import Words

_REPLACE_ROWS = N_(
    "Put a backup of the file in its place. Without one, compare the tenant with your own notes."
)
WORDS: Mapping[str, Words] = {
    "setup_profile_unreadable": Words(
        N_("What was remembered of this setup cannot be read."),
        N_(
            "The file {file} is damaged, was edited, is no regular file, or cannot be read with your permissions."
        ),
        do=(N_("Move the file away and sign in again: everything that matters is read from Entra."),),
    ),
    "setup_profile_newer": Words(
        N_("A newer version of this program wrote what is remembered of this setup."),
        N_("The file is {file}."),
        do=(N_("Use the newer version, or move the file away."),),
    ),
    "setup_in_use": Words(
        N_("Another copy of this program is still changing this setup."),
        N_("It has not finished for a quarter of an hour, so nothing was changed from here."),
        do=(N_("Finish or close the other copy, and try again."),),
    ),
    "setup_folder_unusable": Words(
        N_("Answers cannot be kept on this computer."),
        N_("The folder {folder} cannot be written. {reason}"),
        do=(
            N_(
                "Close other copies of the program, check the disk and the folder's permissions, and try again."
            ),
        ),
    ),
    "setup_folder_unreadable": Words(
        N_("The setups on this computer cannot be listed."),
        N_("The folder {folder} cannot be read. {reason}"),
        do=(N_("Check the folder's permissions and that it is a folder, and try again."),),
    ),
    "setup_lock_unusable": Words(
        N_("Nothing was changed: copies of this program cannot be kept from changing a setup at once."),
        N_("The file {file} is damaged or is no regular file."),
        do=(N_("Close other copies of the program, delete the file, which holds nothing, and try again."),),
    ),
    "setup_journal_unusable": Words(
        N_("The journal cannot be used, so nothing was changed."),
        N_("Every change is written down before it is made; the file is {file}. {reason}"),
        do=(
            N_(
                "Check the disk, the folder's permissions, and that the file is a regular one, and try again."
            ),
        ),
    ),
    "setup_log_unusable": Words(
        N_("The provisioning log on this computer cannot be used."),
        N_("The file {file} cannot be opened or written. {reason}"),
        do=(N_("Close other copies of this program, free disk space, and try again."),),
    ),
    "setup_log_entries_unreadable": Words(
        N_("Some entries of the provisioning log on this computer cannot be read."),
        N_("They are left out. They are in the file {file}."),
        do=(N_("Rename that file and refresh the log: it is read from Entra again."),),
    ),
    "setup_log_damaged": Words(
        N_("The provisioning log on this computer was damaged; a new one was begun."),
        N_("The damaged file is kept as {aside}. Entries that Entra no longer has are only in that file."),
        do=(N_("Delete the damaged file when you do not need its old entries."),),
    ),
    "setup_journal_damaged": Words(
        N_("The journal of this computer was damaged."),
        N_(
            "It was kept as it was, as {aside}, and holds what was changed before. A new one is begun as {file}."
        ),
        do=(
            N_("Put a backup of the journal in its place, or move {aside} away once you do not need it."),
            N_("Check the tenant with “status” before you change anything."),
        ),
    ),
    "setup_journal_rows": Words(
        N_("{n} entries of the journal cannot be read and were left out."),
        N_("They are damaged. The file is {file}, their numbers in the setup {setup} are {numbers}."),
        do=(_REPLACE_ROWS,),
        variants={
            ("n", "1"): Words(
                N_("One entry of the journal cannot be read and was left out."),
                N_("It is damaged. The file is {file}, its number in the setup {setup} is {numbers}."),
                do=(_REPLACE_ROWS,),
            )
        },
    ),
}
