"""Words about editing and saving mappings and scoping filters."""

from __future__ import annotations

from collections.abc import Mapping

from wizard.messages.language import N_
from wizard.messages.words import Words

WORDS: Mapping[str, Words] = {
    "mapping_edit.target_missing": Words(N_("Choose the attribute in Playvox that this mapping fills.")),
    "mapping_edit.no_attribute": Words(
        N_("This is not the name of an attribute."),
        N_("A direct mapping copies exactly one attribute."),
        do=(N_("Choose an attribute from the list, or change the type to an expression."),),
    ),
    "mapping_edit.last_matching": Words(
        N_("“{target}” is the only attribute that finds existing accounts, so it has to stay."),
        do=(N_("Give another attribute a matching order first."),),
    ),
    "mapping_edit.backup_differs": Words(
        N_("The backup is not what Entra held before, so it was not restored."),
        N_("Something in it looked like a secret and was left out when it was kept."),
        do=(N_("Correct the mappings on this page instead."),),
    ),
    "mapping_edit.no_job": Words(
        N_("Entra can only be asked once there is a provisioning job."),
        do=(N_("Save the connection first, then compare again."),),
    ),
    "mapping_edit.nothing_to_undo": Words(N_("There is no saving of mappings to undo.")),
    "scoping_edit.attribute": Words(
        N_("A condition has no attribute."), do=(N_("Choose one, or remove the condition."),)
    ),
    "scoping_edit.operator": Words(
        N_("There is no comparison named “{operator}”."), do=(N_("Choose one from the list."),)
    ),
    "scoping_edit.value": Words(
        N_("The condition on “{attribute}” has nothing to compare with."),
        do=(N_("Type a value, or ask whether the attribute is empty."),),
    ),
    "scoping_edit.unusable": Words(
        N_("Entra cannot use “{attribute}” in a scoping filter."), do=(N_("Choose another attribute."),)
    ),
}
