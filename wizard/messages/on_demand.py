"""Words for provisioning a list of people on demand."""

from __future__ import annotations

from collections.abc import Mapping

from wizard.messages.language import N_
from wizard.messages.words import Words

WORDS: Mapping[str, Words] = {
    "on_demand_nobody": Words(
        N_("There is nobody on this list."),
        do=(N_("Enter sign-in names, mail addresses or object IDs, one per line."),),
    ),
    "on_demand_too_many": Words(
        N_("The list has {n} people; {most} can be provisioned in one run."),
        N_(
            "Microsoft's service takes 5 people in 10 seconds, so a run of that size takes a quarter of an hour."
        ),
        do=(
            N_("Divide the list."),
            N_("For everyone in scope, wait for the next cycle, or restart provisioning under “Monitor”."),
        ),
    ),
    "on_demand_file_unreadable": Words(
        N_("{file} cannot be read."),
        N_("The reason: {why}"),
        do=(N_("Choose a text or CSV file in UTF-8 with one person per line."),),
    ),
    "on_demand_file_not_text": Words(
        N_("{file} is not a text in UTF-8 or UTF-16."),
        do=(N_("Save it as a text or CSV file in UTF-8, with one person per line."),),
    ),
    "on_demand_list_too_long": Words(
        N_("The list has more than {most} characters. Nobody of it was taken."),
        do=(N_("Divide it, and take one part after the other."),),
    ),
    "on_demand_replaced": Words(
        N_("Another list took this one's place."),
        N_("The people who were left were not provisioned in this run."),
    ),
    "on_demand_nothing_left": Words(
        N_("No interrupted list is left."),
        do=(N_("Name the people to provision."),),
    ),
}
