"""Words about scoping filters and previews."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from wizard.messages.language import N_
from wizard.messages.words import Words

MAP_ACTIVE = N_("Map active so that it is True for people in scope and False for everyone else.")
MAP_ACTIVE_AGAIN = N_("Map active again.")


def _stays_active(what: str) -> Words:
    return Words(
        what,
        N_("Only an active that turns False takes access away."),
        do=(MAP_ACTIVE,),
    )


WORDS: Mapping[str, Words] = {
    "scope.unread": Words(N_("The attribute was not read, so its value is unknown.")),
    "scope.anchors": Words(
        N_(
            "The pattern fits a part of the value only. Microsoft's examples disagree on whether that is enough; write ^ and $ to be clear."
        )
    ),
    "scope.null_not_equal": Words(
        N_(
            "The attribute is empty. A general rule calls every comparison with it false, though NOT EQUALS reads otherwise."
        )
    ),
    "scope.letter_case": Words(
        N_("The result depends on capital and small letters, which is not documented here.")
    ),
    "scope.unknown_operator": Words(N_("This operator is not known.")),
    "scope.not_previewable": Words(
        N_("How this operator works is not documented well enough to foresee the result.")
    ),
    "scope.several_values": Words(N_("Filters on attributes with several values are not supported.")),
    "scope.early_filter": Words(
        N_("Beside the scoping filter Entra keeps another one that this program cannot evaluate.")
    ),
    "scope.not_an_integer": Words(N_("Both sides must be whole numbers.")),
    "scope.unusable_attribute": Words(N_("Microsoft lists this attribute as unusable in scoping filters.")),
    "scope.pattern": Words(N_("The pattern is not valid, or cannot be reproduced here.")),
    "scope.type": Words(N_("The operator does not fit the attribute's type.")),
    "preview.create": Words(N_("A new account would be created.")),
    "preview.update": Words(N_("The account would be changed.")),
    "preview.disable": Words(N_("The account would be deactivated; it is not deleted.")),
    "preview.unchanged": Words(N_("Nothing would be sent: both sides agree already.")),
    "preview.kept": Words(
        N_("Nothing would be sent, but the two sides differ: Playvox keeps its {attributes}."),
        N_("Entra never sends an empty value, and some mappings apply to new accounts only."),
        do=(N_("Change these values in Playvox, or give the person a value in Entra."),),
    ),
    "preview.stays_active": replace(
        _stays_active(N_("The account stays active: the value of active is {value}.")),
        variants={
            ("reason", "null"): _stays_active(N_("The account stays active: active gets no value.")),
            ("reason", "ignored"): _stays_active(
                N_("The account stays active: the expression of active leaves the value out.")
            ),
            ("reason", "problem"): _stays_active(
                N_("The account stays active: the expression of active has no result.")
            ),
            ("reason", "only_at_creation"): _stays_active(
                N_("The account stays active: active is mapped for new accounts only.")
            ),
            ("reason", "has_value"): _stays_active(
                N_("The account stays active: active is only written while it is empty.")
            ),
        },
    ),
    "preview.already_inactive": Words(N_("Nothing would be sent: the account is inactive already.")),
    "preview.out_of_scope": Words(
        N_("Nothing would be sent: the person is not in scope and has no account."),
        do=(N_("Assign the person to the application, or widen the scoping filter."),),
    ),
    "preview.not_active": Words(
        N_("Nothing would be sent: Entra does not create accounts for disabled people."),
        do=(N_("Enable the person in Entra first."),),
    ),
    "preview.no_matching_value": Words(
        N_("Nothing would be sent: the person has no value for a matching attribute."),
        do=(N_("Give the person a value, or choose another matching attribute."),),
    ),
    "preview.object_ignored": Words(N_("Nothing would be sent: an expression leaves this person out.")),
    "preview.create_off": Words(
        N_("Nothing would be sent: creating accounts is switched off in the mapping."),
        do=(N_("Switch on Create in the mapping."),),
    ),
    "preview.update_off": Words(
        N_("Nothing would be sent: changing accounts is switched off in the mapping."),
        do=(N_("Switch on Update in the mapping."),),
    ),
    "preview.active_not_mapped": Words(
        N_("Nothing would be sent: the attribute active is not mapped, so nobody can be deactivated."),
        do=(MAP_ACTIVE_AGAIN,),
    ),
    "mapping.no_object_mapping": Words(
        N_("The provisioning schema has no mapping for {kind}."),
        do=(N_("Restore the default mappings in Entra."),),
    ),
    "mapping.person_unreadable": Words(
        N_("The file with the person cannot be read: {detail}"),
        "{why}",
        do=(N_("It must hold one JSON object with attribute names and values."),),
    ),
    "mapping.schema_unreadable": Words(
        N_("The file with the schema cannot be read: {detail}"),
        "{why}",
        do=(N_("It must hold a synchronization schema as Microsoft Graph returns it."),),
    ),
    "mapping.input_unreadable": Words(
        N_("The input cannot be read: {detail}"),
        do=(N_("Every line must be one JSON object with id, expression and person."),),
    ),
}
