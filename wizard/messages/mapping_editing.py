"""Words about editing and saving mappings and scoping filters."""

from __future__ import annotations

from wizard.messages.explanation import register
from wizard.messages.language import _
from wizard.messages.phrases import phrase

register(
    {
        "mapping_edit.target_missing": phrase(
            lambda: _("Choose the attribute in Playvox that this mapping fills."),
        ),
        "mapping_edit.no_attribute": phrase(
            lambda: _("This is not the name of an attribute."),
            lambda: _("A direct mapping copies exactly one attribute."),
            lambda: _("Choose an attribute from the list, or change the type to an expression."),
        ),
        "mapping_edit.last_matching": phrase(
            lambda: _("“{target}” is the only attribute that finds existing accounts, so it has to stay."),
            None,
            lambda: _("Give another attribute a matching order first."),
        ),
        "mapping_edit.backup_differs": phrase(
            lambda: _("The backup is not what Entra held before, so it was not restored."),
            lambda: _("Something in it looked like a secret and was left out when it was kept."),
            lambda: _("Correct the mappings on this page instead."),
        ),
        "mapping_edit.no_job": phrase(
            lambda: _("Entra can only be asked once there is a provisioning job."),
            None,
            lambda: _("Save the connection first, then compare again."),
        ),
        "mapping_edit.nothing_to_undo": phrase(
            lambda: _("There is no saving of mappings to undo."),
        ),
        "scoping_edit.attribute": phrase(
            lambda: _("A condition has no attribute."),
            None,
            lambda: _("Choose one, or remove the condition."),
        ),
        "scoping_edit.operator": phrase(
            lambda: _("There is no comparison named “{operator}”."),
            None,
            lambda: _("Choose one from the list."),
        ),
        "scoping_edit.value": phrase(
            lambda: _("The condition on “{attribute}” has nothing to compare with."),
            None,
            lambda: _("Type a value, or ask whether the attribute is empty."),
        ),
        "scoping_edit.unusable": phrase(
            lambda: _("Entra cannot use “{attribute}” in a scoping filter."),
            None,
            lambda: _("Choose another attribute."),
        ),
    }
)
