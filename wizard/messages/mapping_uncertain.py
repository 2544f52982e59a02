"""Words for results of mapping expressions that are uncertain: only Entra can evaluate them."""

from __future__ import annotations

from collections.abc import Mapping

from wizard.messages.language import N_
from wizard.messages.words import Words


def _uncertain(why: str) -> Words:
    return Words(
        N_("Uncertain: ask Entra."),
        why,
        do=(N_("Let Entra evaluate the expression for this person and compare."),),
    )


WORDS: Mapping[str, Words] = {
    "uncertain.unread": _uncertain(N_("An attribute was not read, so its value is unknown.")),
    "uncertain.unlisted_function": _uncertain(
        N_("No page of Microsoft's lists this function, so only Entra can tell what it gives.")
    ),
    "uncertain.repeated_key": _uncertain(
        N_("Switch has the same key twice; which of the two values counts is not documented.")
    ),
    "uncertain.other_branch": _uncertain(
        N_(
            "The branch that is not chosen would fail. Pages differ on whether Entra evaluates it nevertheless."
        )
    ),
    "uncertain.numeric_option": _uncertain(
        N_("An option is given as a number; whether Entra accepts that is not documented.")
    ),
    "uncertain.empty_text": _uncertain(N_("Whether an empty text is sent to Playvox is not documented.")),
    "uncertain.reference": _uncertain(
        N_(
            "A reference is sent as another account's id in a later cycle; whether it changes is unknown here."
        )
    ),
    "uncertain.role_in_patch": _uncertain(
        N_("How Entra writes a single role when it changes an account is documented in two ways.")
    ),
    "uncertain.several_in_request": _uncertain(
        N_("How several values are written with the flag aadOptscim062020 is not documented.")
    ),
    "uncertain.null_in_condition": _uncertain(
        N_(
            "The condition of IIF reads an attribute that is empty. Microsoft lists this as unsupported on one page and recommends it on others."
        )
    ),
    "uncertain.null_input": _uncertain(
        N_("What this function makes of a missing value is not documented.")
    ),
    "uncertain.empty_or_null": _uncertain(
        N_("Whether an empty text counts as a missing value here is documented in two contradicting ways.")
    ),
    "uncertain.switch_on_presence": _uncertain(
        N_(
            "Microsoft advises against a test for presence as the source of Switch, yet shows it in an example."
        )
    ),
    "uncertain.equal_but_for_case": _uncertain(
        N_(
            "The result depends on whether capital and small letters count as equal, which is not documented."
        )
    ),
    "uncertain.text_compared_as_number": _uncertain(
        N_("The result depends on whether a text is compared as a number, which is not documented.")
    ),
    "uncertain.not_comparable": _uncertain(N_("How texts are ordered by < and > is not documented.")),
    "uncertain.several_values": _uncertain(
        N_("What this function does with several values is not documented.")
    ),
    "uncertain.single_value": _uncertain(
        N_("What this function does with a single value is not documented.")
    ),
    "uncertain.count_out_of_range": _uncertain(
        N_("What happens for a number outside the expected range is not documented.")
    ),
    "uncertain.replaced_span": _uncertain(
        N_(
            "It is not documented whether only the matched place is replaced or every place with the same text."
        )
    ),
    "uncertain.no_match": _uncertain(
        N_("What happens when the pattern or the group is not found is not documented.")
    ),
    "uncertain.replace_combination": _uncertain(
        N_("This combination of arguments of Replace is not documented.")
    ),
    "uncertain.regex_not_reproduced": _uncertain(
        N_("The regular expression uses a part of .NET that cannot be reproduced here.")
    ),
    "uncertain.regex_too_slow": _uncertain(N_("The regular expression takes too long on this value.")),
    "uncertain.not_in_table": _uncertain(
        N_("The value has a letter that is missing from Microsoft's table of diacritics.")
    ),
    "uncertain.title_case": _uncertain(
        N_(
            "Whether a letter after an apostrophe or a digit is capitalized is documented in contradicting ways."
        )
    ),
    "uncertain.letter_case": _uncertain(
        N_("The value has a letter whose capital form differs between systems.")
    ),
    "uncertain.culture": _uncertain(N_("The result depends on a culture setting that is not documented.")),
    "uncertain.local_zone": _uncertain(
        N_("The result depends on the service's own time zone, which is not documented.")
    ),
    "uncertain.date_format": _uncertain(
        N_("Whether Entra reads this way of writing a date is not documented.")
    ),
    "uncertain.empty_elements": _uncertain(N_("Whether empty parts are kept is not documented.")),
    "uncertain.spaces_around": _uncertain(
        N_("Whether spaces around the parts are removed is documented in contradicting ways.")
    ),
    "uncertain.delimiters": _uncertain(N_("How these delimiters are used is not documented.")),
    "uncertain.several_roles": _uncertain(
        N_(
            "The person has a role that can be written in several ways, or several roles; which one is used is not documented."
        )
    ),
    "uncertain.undescribed_function": _uncertain(
        N_("Microsoft has never described what this function does.")
    ),
    "uncertain.escape": _uncertain(
        N_(
            "Whether \\n, \\r and \\t stand for a line break or a tab, or for two characters, is not documented."
        )
    ),
    "uncertain.unknown_variable": _uncertain(N_("The value of this setting is known to Entra only.")),
    "uncertain.nested_ignore": _uncertain(
        N_("IgnoreFlowIfNullOrEmpty inside another function is not documented.")
    ),
    "uncertain.uniqueness": _uncertain(
        N_("How values are compared when a unique one is sought is not documented.")
    ),
    "uncertain.truth": _uncertain(N_("Whether this value counts as true is not documented.")),
    "uncertain.invalid_bytes": _uncertain(N_("The decoded value holds bytes that are no text.")),
}
