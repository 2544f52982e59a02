"""Words about editing and saving mappings and scoping filters."""

from __future__ import annotations

from collections.abc import Mapping

from wizard.messages.language import N_
from wizard.messages.mapping import MAP_ACTIVE, MAP_ACTIVE_AGAIN
from wizard.messages.words import Words

_BY_USER_NAME = N_("Use userName as the only matching attribute.")


def _active(what: str, example: str, why: str) -> Words:
    """A warning about `active`, without an example when everybody is affected."""
    do = (MAP_ACTIVE,)
    return Words(example, why, do=do, variants={("person", ""): Words(what, why, do=do)})


_TARGETS = N_("The application's schema in Entra lists the attributes that accounts have.")
_ADD_TARGET = N_("Correct the name, or add the attribute in the Entra admin center first.")

WORDS: Mapping[str, Words] = {
    "mapping_warning.active_not_mapped": Words(
        N_("“active” is not mapped."),
        N_("Nobody would be deactivated: everyone who leaves keeps access to Playvox."),
        do=(MAP_ACTIVE_AGAIN,),
    ),
    "mapping_warning.active_never_false": _active(
        N_("“active” never turns False: {expression}."),
        N_("“active” does not turn False for {person}: {expression}."),
        N_("Everyone who is unassigned, leaves the scope or is disabled keeps access to Playvox."),
    ),
    "mapping_warning.active_ignores_scope": _active(
        N_("“active” turns False for disabled people only: {expression}."),
        N_("“active” turns False for {person} only when disabled: {expression}."),
        N_("Everyone who is unassigned or leaves the scope keeps access to Playvox."),
    ),
    "mapping_warning.active_never_true": _active(
        N_("“active” does not turn True for people in scope: {expression}."),
        N_("“active” does not turn True for {person}: {expression}."),
        N_("Their accounts are inactive, and accounts that are active are deactivated."),
    ),
    "mapping_warning.active_uncertain": Words(
        N_("Whether “active” turns False depends on more than leaving: {expression}."),
        N_("Where it does not turn False, people keep access to Playvox when they leave."),
        do=(N_("Try the expression on people who left, or compare it with Entra."),),
    ),
    "mapping_warning.roles_sync_all": Words(
        N_("The scope is all users and groups, and {targets} is filled from roles."),
        N_("Microsoft does not support that: people without an assignment have no role."),
        do=(N_("Choose the scope of assigned users and groups, or remove the mapping."),),
    ),
    "mapping_warning.matching_not_searchable": Words(
        N_("Accounts are searched by {target}, but Playvox documents a search by userName only."),
        N_("Provisioning fails for everyone whose account is not found before."),
        do=(_BY_USER_NAME,),
    ),
    "mapping_preview.matching_refused": Words(
        N_("Nothing would be sent: provisioning fails, because Playvox cannot be searched by {attribute}."),
        N_("It answered: {detail}"),
        do=(_BY_USER_NAME,),
    ),
    "mapping_edit.matching_not_searchable": Words(
        N_("Playvox cannot be searched by “{target}”, so it cannot be a matching attribute."),
        N_("Playvox documents a search by userName only; with any other attribute provisioning fails."),
        do=(N_("Leave the matching order of “{target}” empty, and match by userName."),),
    ),
    "mapping_edit.target_missing": Words(N_("Choose the attribute in Playvox that this mapping fills.")),
    "mapping_edit.target_unknown": Words(
        N_("Accounts have no attribute named {target}. Did you mean {near}?"),
        _TARGETS,
        do=(_ADD_TARGET,),
        variants={
            ("near", ""): Words(
                N_("Accounts have no attribute named {target}."),
                _TARGETS,
                do=(_ADD_TARGET,),
            )
        },
    ),
    "mapping_edit.no_attribute": Words(
        N_("This is not the name of an attribute."),
        N_("A direct mapping copies exactly one attribute."),
        do=(N_("Choose an attribute from the list, or change the type to an expression."),),
    ),
    "mapping_edit.matching_without_source": Words(
        N_("A mapping without a source has no value to find an account by."),
        do=(N_("Leave the matching order empty, or choose an attribute as the source."),),
    ),
    "mapping_edit.refused_by_entra": Words(
        N_("Entra does not accept the expression for “{target}”."),
        N_("It says: {detail}"),
        do=(N_("Correct the expression; nothing was saved."),),
    ),
    "mapping_edit.names_unknown": Words(
        N_("Entra does not tell how it stores {function}, so the expression for “{target}” was not saved."),
        do=(N_("Save this expression in the Microsoft Entra admin center instead."),),
    ),
    "mapping_edit.last_matching": Words(
        N_("“{target}” is the only attribute that finds existing accounts, so it has to stay."),
        do=(N_("Give another attribute a matching order first."),),
    ),
    "mapping_edit.backup_differs": Words(
        N_("The backup is not what Entra held before, so it was not restored."),
        N_("Something in it looked like a secret and was left out when it was kept."),
        do=(N_("Correct the mappings themselves under “Mappings” instead."),),
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
