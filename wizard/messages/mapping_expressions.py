"""Words for errors in mapping expressions."""

from __future__ import annotations

from collections.abc import Mapping

from wizard.messages.language import N_
from wizard.messages.words import FactWords, Words

_PLACE = N_("At character {position}.")
_DID_YOU_MEAN = N_("Did you mean {suggestion}?")
_LIKE_MAIL = N_("Attributes are written like [mail].")
_ASK_ENTRA = N_("Ask Entra to evaluate the expression before relying on it.")
_PATTERN_REASONS: Mapping[str, str] = {
    "parentheses": N_("the parentheses do not match"),
    "quantifier": N_("a repetition sign has nothing to repeat"),
    "range": N_("a range runs backwards"),
    "class": N_("a character class is not closed"),
    "escape": N_("a backslash stands before a character that cannot be escaped"),
    "trailing_backslash": N_("it ends with a backslash"),
    "property": N_("a Unicode category is not written correctly"),
    "grouping": N_("a group begins in a way .NET does not know"),
    "group_name": N_("the name of a group is not allowed"),
    "reference": N_("it refers to a group that does not exist"),
    "comment": N_("a comment is not closed"),
}
WORDS: Mapping[str, Words] = {
    "expression.empty": Words(
        N_("There is no expression."), _PLACE, do=(N_("Enter an attribute such as [mail], or a function."),)
    ),
    "expression.too_long": Words(
        N_("The expression is too long: {length} characters, Entra allows {limit}."),
        _PLACE,
        do=(N_("Shorten it, for example by removing line breaks and repeated parts."),),
    ),
    "expression.too_deep": Words(
        N_("The functions are nested more than {limit} deep."),
        _PLACE,
        do=(N_("Use Switch with several keys instead of many functions inside each other."),),
    ),
    "expression.unterminated_text": Words(
        N_("A quotation mark is opened and never closed."),
        _PLACE,
        do=(N_('Close it; a quotation mark inside a text is written \\", a backslash \\\\.'),),
    ),
    "expression.unterminated_attribute": Words(
        N_("A square bracket is opened and never closed."),
        _PLACE,
        do=(_LIKE_MAIL,),
    ),
    "expression.empty_attribute": Words(
        N_("The square brackets hold no attribute's name."),
        _PLACE,
        do=(_LIKE_MAIL,),
    ),
    "expression.unterminated_variable": Words(
        N_("A percent sign stands alone."),
        _PLACE,
        do=(
            N_(
                "Percent signs are needed only around settings of cloud sync; text belongs into quotation marks."
            ),
        ),
    ),
    "expression.wrong_quotes": Words(
        N_("The sign {character} cannot enclose a text."),
        _PLACE,
        do=(N_('Use straight double quotation marks: "text". Word processors replace them.'),),
    ),
    "expression.bad_number": Words(
        N_("This is not a whole number."),
        _PLACE,
        do=(N_("Only whole numbers exist here; put anything else into quotation marks."),),
    ),
    "expression.no_such_operator": Words(
        N_("The sign {character} has no meaning here."),
        _PLACE,
        do=(N_("The language has no arithmetic; use functions such as Mid, Left, Word or Item."),),
    ),
    "expression.unexpected_character": Words(
        N_("The sign {character} is not expected here."),
        _PLACE,
        do=(N_("Put text into double quotation marks and attributes into square brackets."),),
    ),
    "expression.expected_value": Words(
        N_("An attribute, a text or a function is expected here, not {found}."), _PLACE
    ),
    "expression.ends_too_early": Words(N_("The expression ends where a value is expected."), _PLACE),
    "expression.expected_comma": Words(
        N_("A comma or a closing parenthesis of {function} is expected here, not {found}."), _PLACE
    ),
    "expression.unclosed_call": Words(
        N_("A closing parenthesis is missing."),
        _PLACE,
        do=(N_("Every opening parenthesis needs a closing one."),),
    ),
    "expression.after_end": Words(
        N_("The expression is complete before {found}."),
        _PLACE,
        do=(N_("Remove what follows, often a parenthesis too many."),),
    ),
    "expression.no_indexing": Words(
        N_("Square brackets cannot pick an element."),
        _PLACE,
        do=(N_("Use Item, which counts from 1: Item([proxyAddresses], 1)."),),
    ),
    "expression.no_and_or": Words(
        N_("There is no {found} in this language."),
        _PLACE,
        do=(N_("Nest IIF: in the second place for and, in the third for or."),),
    ),
    "expression.second_comparison": Words(
        N_("Only one comparison is possible here; {found} would be the second."),
        _PLACE,
        do=(N_("Nest IIF for further conditions."),),
    ),
    "expression.unknown_word": Words(
        N_("The word {name} has no meaning here."),
        _PLACE,
        do=(
            N_("Put it into quotation marks if it is text, or into square brackets if it is an attribute."),
        ),
    ),
    "expression.argument_count": Words(
        N_("{name} has the wrong number of arguments: {found}."),
        _PLACE,
        do=(N_("It is used like this: {expected}."),),
    ),
    "expression.odd_arguments": Words(
        N_("Switch needs its keys and values in pairs; {found} arguments do not come out even."),
        _PLACE,
        do=(N_("It is used like this: {expected}. The default has its place even when it is empty."),),
    ),
    "expression.missing_argument": Words(
        N_("{name} needs a value for {parameter}, which was left empty."), _PLACE
    ),
    "expression.wrong_type": Words(
        N_("{name} does not accept {found} for {parameter}."),
        _PLACE,
        do=(N_("Expected here: {expected}."),),
    ),
    "expression.function_case": Words(
        N_("{name} is documented as {suggestion}."),
        _PLACE,
        do=(N_("Entra's pages call the language case-sensitive; use the documented spelling."),),
    ),
    "expression.cloud_sync_only": Words(
        N_("{name} is documented for cloud sync only, not for app provisioning."),
        _PLACE,
        do=(_ASK_ENTRA,),
    ),
    "expression.hr_only": Words(
        N_("{name} works only from an HR system into Active Directory."),
        _PLACE,
        do=(N_("Use another function for Playvox."),),
    ),
    "expression.undescribed": Words(
        N_("{name} exists, but Microsoft has never described what it does."),
        _PLACE,
        do=(_ASK_ENTRA,),
    ),
    "expression.not_nested": Words(N_("{name} must be the outermost function."), _PLACE),
    "expression.old_form": Words(
        N_("{name} is written in an older form."),
        _PLACE,
        do=(N_("Today it is used like this: {expected}."),),
    ),
    "expression.comparison_outside": Words(
        N_("Comparisons are documented for the condition of IIF only."), _PLACE
    ),
    "expression.pattern_not_reproduced": Words(
        N_("This regular expression uses a part of .NET that cannot be reproduced here."),
        _PLACE,
        do=(N_("Its result is shown as uncertain; ask Entra."),),
    ),
    "expression.not_a_number": Words(N_("{found} is not a whole number."), _PLACE),
    "expression.not_a_date": Words(
        N_("{found} is not a date."), _PLACE, do=(N_("Convert it with FormatDateTime first."),)
    ),
    "expression.no_date": Words(
        N_("A date is needed, but there is no value."),
        _PLACE,
        do=(N_('Give a date for missing values: CDate(Switch([date], [date], "", "9999-01-01")).'),),
    ),
    "expression.date_mismatch": Words(
        N_("{found} is not written in the format {format}."),
        _PLACE,
        do=(N_("Adapt the input format, letter by letter, to what the attribute holds."),),
    ),
    "expression.bad_date_format": Words(N_("{format} is not a valid date format."), _PLACE),
    "expression.bad_date_style": Words(
        N_("{found} is not a known date style."), _PLACE, do=(N_("Leave that argument empty."),)
    ),
    "expression.date_range": Words(N_("The date {found} lies beyond what can be calculated with."), _PLACE),
    "expression.bad_interval": Words(
        N_("{found} is not an interval."), _PLACE, do=(N_("Possible are yyyy, m, d, ww, h, n and s."),)
    ),
    "expression.bad_culture": Words(
        N_("{found} is not a culture."),
        _PLACE,
        do=(N_("Use a name such as en-US, or leave the argument out."),),
    ),
    "expression.bad_encoding": Words(
        N_("{found} is not a known encoding."), _PLACE, do=(N_("Possible are Unicode, ASCII and UTF8."),)
    ),
    "expression.not_base64": Words(N_("The value is not Base64."), _PLACE),
    "expression.not_a_sid": Words(N_("The value is not a security identifier."), _PLACE),
    "expression.not_true_or_false": Words(N_("{found} is neither true nor false."), _PLACE),
    "expression.no_such_item": Words(
        N_("There is no value number {index}; there are {count}."), _PLACE, do=(N_("Item counts from 1."),)
    ),
    "expression.value_too_long": Words(
        N_("The value would be longer than {limit} characters."),
        _PLACE,
        do=(N_("Find the replacements that make a text longer again and again."),),
    ),
    "expression.nothing_to_find": Words(N_("Replace was given an empty text to look for."), _PLACE),
    "expression.none_unique": Words(N_("All {count} values are taken already."), _PLACE),
    "expression.random_length": Words(
        N_(
            "A random text of {length} characters cannot hold what is asked for; at most {limit} are possible."
        ),
        _PLACE,
    ),
    "expression.nothing_left": Words(N_("All characters that could be used are to be avoided."), _PLACE),
    "expression.raised": Words(N_("The expression reports an error: {message}"), _PLACE),
    "expression.unknown_function": Words(
        N_("There is no function named {name}."),
        _PLACE,
        do=("{suggestion}",),
        facts={
            "suggestion": FactWords(
                {"": N_("Choose the function from the list of functions.")}, otherwise=_DID_YOU_MEAN
            )
        },
    ),
    "expression.unlisted_function": Words(
        N_("No page about app provisioning lists {name}; Entra may accept it nevertheless."),
        N_(
            "Entra Connect Sync has its own expression language; pages about it look alike. At character {position}."
        ),
        do=("{suggestion}",),
        facts={
            "suggestion": FactWords(
                {"": N_("Compare with Entra before you rely on it.")}, otherwise=_DID_YOU_MEAN
            )
        },
    ),
    "expression.repeated_key": Words(
        N_("Switch has the key {key} more than once."),
        N_("Which of the values counts is not documented. At character {position}."),
        do=(N_("Remove one of the two."),),
    ),
    "expression.numeric_option": Words(
        N_("{name} is given the number {found} for {parameter}."),
        N_("Whether Entra accepts a number there is not documented. At character {position}."),
        do=(N_("Use the documented word instead of the number."),),
    ),
    "expression.unknown_attribute": Words(
        N_("There is no attribute named {name}."),
        N_("Capital and small letters matter. At character {position}."),
        do=("{suggestion}",),
        facts={
            "suggestion": FactWords(
                {"": N_("Choose the attribute from the list of attributes.")}, otherwise=_DID_YOU_MEAN
            )
        },
    ),
    "expression.bad_pattern": Words(
        N_("The regular expression is not valid: {reason}."),
        N_("Entra uses .NET regular expressions. At character {position}."),
        do=(N_("Correct the pattern; inside the quotation marks every backslash is best written twice."),),
        facts={"reason": FactWords(_PATTERN_REASONS, otherwise=N_("it cannot be read"))},
    ),
}
