"""Words for problems of subcommands."""

from __future__ import annotations

from collections.abc import Mapping

from wizard.messages.language import N_
from wizard.messages.words import Words

_NOT_DIRECTLY = N_("{name} is not assigned directly.")
_NO_CONDITION = N_("“{condition}” is not a condition of a scoping filter.")
_CONDITION = N_("A condition is an attribute, an operator and, where the operator takes one, a value.")
_OPERATORS = N_("The operators are {operators}; for example “department EQUALS Support”.")

WORDS: Mapping[str, Words] = {
    "command.nothing_to_explain": Words(
        N_("There is no text to explain."),
        N_("The error text is read from standard input, which was empty."),
        do=(
            N_("Paste the text, or pass a file: playvox-provisioning explain < error.txt"),
            N_("Copy the whole text, including the details that open when you choose the message."),
        ),
    ),
    "command.affected_unknown": Words(
        N_("Nothing was changed, because the affected people are unknown."),
        N_("Changes are not applied unasked unless it is known who loses access. {why}"),
        do=(
            N_("Resolve that, then run the command again."),
            N_("Without --yes, a terminal asks you whether to apply the changes anyway."),
        ),
    ),
    "command.no_application": Words(
        N_("No Playvox application was found in this tenant."),
        N_("No enterprise application here comes from the gallery's Playvox or has its name."),
        do=(
            N_("Name it with --application if it has another name."),
            N_("Add it with “apply”, or in the window under “Application”."),
        ),
    ),
    "command.not_assigned": Words(
        _NOT_DIRECTLY,
        N_("The first of these is assigned through a group: {groups}."),
        do=(N_("Remove the person from that group in Entra, or remove the group's assignment."),),
        variants={
            ("groups", ""): Words(
                _NOT_DIRECTLY,
                N_("There is no assignment with this name or id in this application."),
                do=(N_("“people list” shows who is assigned, and directly or by which group."),),
            )
        },
    ),
    "command.nothing_to_set": Words(
        N_("Nothing is said about the mapping of {target}."),
        N_("Without a flag it stays as it is."),
        do=(N_("Add --value, --default, --matching, --apply or --remove."),),
    ),
    "command.condition": Words(
        _NO_CONDITION,
        _CONDITION,
        do=(N_("Did you mean the operator {near}?"), _OPERATORS),
        variants={
            ("near", ""): Words(
                _NO_CONDITION,
                _CONDITION,
                do=(_OPERATORS,),
            )
        },
    ),
    "command.condition_missing": Words(
        N_("A condition is missing after --or."),
        N_("--or begins another group of conditions, and this group is empty."),
        do=(N_("Add --where with a condition after it, or leave --or out."),),
    ),
}
