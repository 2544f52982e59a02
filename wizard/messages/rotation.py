"""Words for replacing the Playvox key."""

from __future__ import annotations

from collections.abc import Mapping

from wizard.messages.language import N_
from wizard.messages.words import Words

_MICROSOFT = N_("Microsoft says: {code} {message}")
_NEW_STAYS = N_(
    "The old key is not on this computer, so it could not be put back: Entra keeps the new key. "
    "Microsoft says: {code} {message}"
)
_OLD_IS_BACK = N_("The old key was put back, so provisioning goes on with it.")
_AGAIN = N_("Create another key in Playvox under Settings > API Keys, and replace the key by that one.")
_GO_ON = N_("Choose “Replace the key” again; what is done is not repeated.")

_NOT_ACCEPTED = N_("Microsoft's service does not accept the new key as it is saved in Entra.")
_LOOK_AT_PERSON = N_("Check this person under “One person”: perhaps the cause is not the key.")
_NOT_PROVISIONED = N_("{name} could not be provisioned with the new key: {why}")

WORDS: Mapping[str, Words] = {
    "rotate_key_needed": Words(
        N_("The new Playvox key is missing."),
        N_("The key in use stays valid in Playvox until you delete it there."),
        do=(N_("Create a second key in Playvox under Settings > API Keys, and paste its BASE64 KEY."),),
    ),
    "rotate_same_key": Words(
        N_("This is the key that is saved in Entra already: {mark}."),
        do=(N_("Create a new key in Playvox and paste that one."),),
    ),
    "rotate_unfinished": Words(
        N_("Replacing the key by {mark} was not finished, and this is another key."),
        N_("Both keys of that change are on this computer."),
        do=(
            N_("Clear the field and go on with key {mark}."),
            N_("Put the old key back first, then replace it by this one."),
        ),
    ),
    "rotate_paste_again": Words(
        N_("Replacing the key by {mark} was not finished, and that key is not on this computer."),
        N_("The keyring did not keep it, or another computer began the change."),
        do=(
            N_("Paste the same key again."),
            N_("Paste another new key: it takes its place."),
        ),
    ),
    "rotate_no_old_key": Words(
        N_("The old key is not on this computer, so it cannot be put back."),
        N_("Entra never shows a key that is saved there."),
        do=(N_("Go on with the new key, or replace it by another one."),),
    ),
    "rotate_old_key_rejected": Words(
        N_("The old key was not put back, because Microsoft's service cannot connect with it."),
        _MICROSOFT,
        do=(N_("Perhaps it was deleted in Playvox. Replace the key by another new one."),),
    ),
    "rotate_not_read_back": Words(
        _NOT_ACCEPTED,
        N_("Microsoft says: {code} {message} The old key was put back."),
        do=(_AGAIN,),
        variants={
            ("old", "missing"): Words(
                _NOT_ACCEPTED,
                _NEW_STAYS,
                do=(_GO_ON, _AGAIN),
            )
        },
    ),
    "rotate_person_failed": Words(
        _NOT_PROVISIONED,
        _OLD_IS_BACK,
        do=(
            _LOOK_AT_PERSON,
            N_("Then replace the key again, with somebody who is provisioned without problems."),
        ),
        variants={
            ("old", "missing"): Words(
                _NOT_PROVISIONED,
                N_("The old key is not on this computer, so Entra keeps the new key."),
                do=(
                    _LOOK_AT_PERSON,
                    _GO_ON,
                ),
            )
        },
    ),
    "rotate_not_proved": Words(
        N_("{name} was skipped, which proves nothing about the key: {why}"),
        N_("Entra has the new key, and Microsoft's service accepts it. The old key is kept for now."),
        do=(
            N_("Choose somebody who is in scope, or nobody, and go on."),
            N_("Put the old key back if you are in doubt."),
        ),
    ),
    "rotate_superseded": Words(
        N_("Another new key took this one's place."),
        N_("This key was not on this computer any more when the change went on."),
    ),
    "reminder_past": Words(
        N_("The day {day} is not in the future."),
        do=(N_("Choose a later day."),),
    ),
}
