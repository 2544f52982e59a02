"""Words about mapping expressions, scoping filters and what a person would be sent."""

# ruff: noqa: E501 - a sentence is one line, as translators see it
from __future__ import annotations

from collections.abc import Callable, Mapping

from wizard.messages.explanation import (
    Explanation,
    register,
)
from wizard.messages.language import _

Facts = Mapping[str, str]
Text = Callable[[], str]


def _table(
    prefix: str, rows: Mapping[str, tuple[Text, Text | None]]
) -> dict[str, Callable[[Facts], Explanation]]:
    """Words from a table of what and what to do; the texts are filled with the facts."""

    def words(what: Text, do: Text | None) -> Callable[[Facts], Explanation]:
        def explanation(facts: Facts) -> Explanation:
            place = _("At character {position}.").format_map(facts) if "position" in facts else ""
            remedies = (do().format_map(facts),) if do else ()
            return Explanation(what().format_map(facts), place, tuple(text for text in remedies if text))

        return explanation

    return {f"{prefix}.{code}": words(what, do) for code, (what, do) in rows.items()}


def _suggested(facts: Facts) -> tuple[str, ...]:
    name = facts["suggestion"]
    return (_("Did you mean {name}?").format(name=name),) if name and name != "–" else ()


def _unknown_function(facts: Facts) -> Explanation:
    return Explanation(
        _("There is no function named {name}.").format(name=facts["name"]),
        _("At character {position}.").format(position=facts["position"]),
        _suggested(facts) or (_("Look the function up in the list of functions."),),
    )


def _unknown_attribute(facts: Facts) -> Explanation:
    return Explanation(
        _("There is no attribute named {name}.").format(name=facts["name"]),
        _("Capital and small letters matter. At character {position}.").format(position=facts["position"]),
        _suggested(facts) or (_("Look the attribute up in the list of attributes."),),
    )


def _other_product(facts: Facts) -> Explanation:
    return Explanation(
        _("{name} belongs to another product and does not exist here.").format(name=facts["name"]),
        _(
            "Entra Connect Sync has its own expression language; pages about it look alike. At character {position}."
        ).format(position=facts["position"]),
        _suggested(facts) or (_("Look for a function of app provisioning that does the same."),),
    )


_PATTERN_REASONS: dict[str, Text] = {
    "parentheses": lambda: _("the parentheses do not match"),
    "quantifier": lambda: _("a repetition sign has nothing to repeat"),
    "range": lambda: _("a range runs backwards"),
    "class": lambda: _("a character class is not closed"),
    "escape": lambda: _("a backslash stands before a character that cannot be escaped"),
    "trailing_backslash": lambda: _("it ends with a backslash"),
    "property": lambda: _("a Unicode category is not written correctly"),
    "grouping": lambda: _("a group begins in a way .NET does not know"),
    "group_name": lambda: _("the name of a group is not allowed"),
    "reference": lambda: _("it refers to a group that does not exist"),
    "comment": lambda: _("a comment is not closed"),
}


def _bad_pattern(facts: Facts) -> Explanation:
    reason = _PATTERN_REASONS.get(facts["reason"], lambda: _("it cannot be read"))()
    return Explanation(
        _("The regular expression is not valid: {reason}.").format(reason=reason),
        _("Entra uses .NET regular expressions. At character {position}.").format(
            position=facts["position"]
        ),
        (_("Correct the pattern; inside the quotation marks every backslash is best written twice."),),
    )


_EXPRESSION: dict[str, tuple[Text, Text | None]] = {
    "empty": (
        lambda: _("There is no expression."),
        lambda: _("Enter an attribute such as [mail], or a function."),
    ),
    "too_long": (
        lambda: _("The expression is too long: {length} characters, Entra allows {limit}."),
        lambda: _("Shorten it, for example by removing line breaks and repeated parts."),
    ),
    "too_deep": (
        lambda: _("The functions are nested more than {limit} deep."),
        lambda: _("Use Switch with several keys instead of many functions inside each other."),
    ),
    "unterminated_text": (
        lambda: _("A quotation mark is opened and never closed."),
        lambda: _('Close it; a quotation mark inside a text is written \\", a backslash \\\\.'),
    ),
    "unterminated_attribute": (
        lambda: _("A square bracket is opened and never closed."),
        lambda: _("Attributes are written like [mail]."),
    ),
    "empty_attribute": (
        lambda: _("The square brackets hold no attribute's name."),
        lambda: _("Attributes are written like [mail]."),
    ),
    "unterminated_variable": (
        lambda: _("A percent sign stands alone."),
        lambda: _(
            "Percent signs are needed only around settings of cloud sync; text belongs into quotation marks."
        ),
    ),
    "wrong_quotes": (
        lambda: _("The sign {character} cannot enclose a text."),
        lambda: _('Use straight double quotation marks: "text". Word processors replace them.'),
    ),
    "bad_number": (
        lambda: _("This is not a whole number."),
        lambda: _("Only whole numbers exist here; put anything else into quotation marks."),
    ),
    "no_such_operator": (
        lambda: _("The sign {character} has no meaning here."),
        lambda: _("The language has no arithmetic; use functions such as Mid, Left, Word or Item."),
    ),
    "unexpected_character": (
        lambda: _("The sign {character} is not expected here."),
        lambda: _("Put text into double quotation marks and attributes into square brackets."),
    ),
    "expected_value": (
        lambda: _("An attribute, a text or a function is expected here, not {found}."),
        None,
    ),
    "ends_too_early": (lambda: _("The expression ends where a value is expected."), None),
    "expected_comma": (
        lambda: _("A comma or a closing parenthesis of {function} is expected here, not {found}."),
        None,
    ),
    "unclosed_call": (
        lambda: _("A closing parenthesis is missing."),
        lambda: _("Every opening parenthesis needs a closing one."),
    ),
    "after_end": (
        lambda: _("The expression is complete before {found}."),
        lambda: _("Remove what follows, often a parenthesis too many."),
    ),
    "no_indexing": (
        lambda: _("Square brackets cannot pick an element."),
        lambda: _("Use Item, which counts from 1: Item([proxyAddresses], 1)."),
    ),
    "no_and_or": (
        lambda: _("There is no {found} in this language."),
        lambda: _("Nest IIF: in the second place for and, in the third for or."),
    ),
    "second_comparison": (
        lambda: _("Only one comparison is possible here; {found} would be the second."),
        lambda: _("Nest IIF for further conditions."),
    ),
    "unknown_word": (
        lambda: _("The word {name} has no meaning here."),
        lambda: _(
            "Put it into quotation marks if it is text, or into square brackets if it is an attribute."
        ),
    ),
    "argument_count": (
        lambda: _("{name} has the wrong number of arguments: {found}."),
        lambda: _("It is used like this: {expected}."),
    ),
    "odd_arguments": (
        lambda: _("Switch needs its keys and values in pairs; {found} arguments do not come out even."),
        lambda: _("It is used like this: {expected}. The default has its place even when it is empty."),
    ),
    "missing_argument": (
        lambda: _("{name} needs a value for {parameter}, which was left empty."),
        None,
    ),
    "wrong_type": (
        lambda: _("{name} does not accept {found} for {parameter}."),
        lambda: _("Expected here: {expected}."),
    ),
    "function_case": (
        lambda: _("{name} is documented as {suggestion}."),
        lambda: _("Entra's pages call the language case-sensitive; use the documented spelling."),
    ),
    "cloud_sync_only": (
        lambda: _("{name} is documented for cloud sync only, not for app provisioning."),
        lambda: _("Ask Entra to evaluate the expression before relying on it."),
    ),
    "hr_only": (
        lambda: _("{name} works only from an HR system into Active Directory."),
        lambda: _("Use another function for Playvox."),
    ),
    "undescribed": (
        lambda: _("{name} exists, but Microsoft has never described what it does."),
        lambda: _("Ask Entra to evaluate the expression before relying on it."),
    ),
    "not_nested": (lambda: _("{name} must be the outermost function."), None),
    "old_form": (
        lambda: _("{name} is written in an older form."),
        lambda: _("Today it is used like this: {expected}."),
    ),
    "comparison_outside": (
        lambda: _("Comparisons are documented for the condition of IIF only."),
        None,
    ),
    "pattern_not_reproduced": (
        lambda: _("This regular expression uses a part of .NET that cannot be reproduced here."),
        lambda: _("Its result is shown as uncertain; ask Entra."),
    ),
    "not_a_number": (lambda: _("{found} is not a whole number."), None),
    "not_a_date": (
        lambda: _("{found} is not a date."),
        lambda: _("Convert it with FormatDateTime first."),
    ),
    "no_date": (
        lambda: _("A date is needed, but there is no value."),
        lambda: _('Give a date for missing values: CDate(Switch([date], [date], "", "9999-01-01")).'),
    ),
    "date_mismatch": (
        lambda: _("{found} is not written in the format {format}."),
        lambda: _("Adapt the input format, letter by letter, to what the attribute holds."),
    ),
    "bad_date_format": (lambda: _("{format} is not a valid date format."), None),
    "bad_date_style": (
        lambda: _("{found} is not a known date style."),
        lambda: _("Leave that argument empty."),
    ),
    "date_range": (lambda: _("The date {found} lies beyond what can be calculated with."), None),
    "bad_interval": (
        lambda: _("{found} is not an interval."),
        lambda: _("Possible are yyyy, m, d, ww, h, n and s."),
    ),
    "bad_culture": (
        lambda: _("{found} is not a culture."),
        lambda: _("Use a name such as en-US, or leave the argument out."),
    ),
    "bad_encoding": (
        lambda: _("{found} is not a known encoding."),
        lambda: _("Possible are Unicode, ASCII and UTF8."),
    ),
    "not_base64": (lambda: _("The value is not Base64."), None),
    "not_a_sid": (lambda: _("The value is not a security identifier."), None),
    "not_true_or_false": (lambda: _("{found} is neither true nor false."), None),
    "no_such_item": (
        lambda: _("There is no value number {index}; there are {count}."),
        lambda: _("Item counts from 1."),
    ),
    "value_too_long": (
        lambda: _("The value would be longer than {limit} characters."),
        lambda: _("Look for replacements that make a text longer again and again."),
    ),
    "nothing_to_find": (lambda: _("Replace was given an empty text to look for."), None),
    "none_unique": (lambda: _("All {count} values are taken already."), None),
    "random_length": (
        lambda: _(
            "A random text of {length} characters cannot hold what is asked for; at most {limit} are possible."
        ),
        None,
    ),
    "nothing_left": (lambda: _("All characters that could be used are to be avoided."), None),
    "raised": (lambda: _("The expression reports an error: {message}"), None),
}

_UNCERTAIN: dict[str, Text] = {
    "null_in_condition": lambda: _(
        "The condition of IIF reads an attribute that is empty. Microsoft lists this as unsupported on one page and recommends it on others."
    ),
    "null_input": lambda: _("What this function makes of a missing value is not documented."),
    "empty_or_null": lambda: _(
        "Whether an empty text counts as a missing value here is documented in two contradicting ways."
    ),
    "switch_on_presence": lambda: _(
        "Microsoft advises against a test for presence as the source of Switch, yet shows it in an example."
    ),
    "equal_but_for_case": lambda: _(
        "The result depends on whether capital and small letters count as equal, which is not documented."
    ),
    "text_compared_as_number": lambda: _(
        "The result depends on whether a text is compared as a number, which is not documented."
    ),
    "not_comparable": lambda: _("How texts are ordered by < and > is not documented."),
    "several_values": lambda: _("What this function does with several values is not documented."),
    "single_value": lambda: _("What this function does with a single value is not documented."),
    "count_out_of_range": lambda: _(
        "What happens for a number outside the expected range is not documented."
    ),
    "replaced_span": lambda: _(
        "It is not documented whether only the matched place is replaced or every place with the same text."
    ),
    "no_match": lambda: _("What happens when the pattern or the group is not found is not documented."),
    "replace_combination": lambda: _("This combination of arguments of Replace is not documented."),
    "regex_not_reproduced": lambda: _(
        "The regular expression uses a part of .NET that cannot be reproduced here."
    ),
    "regex_too_slow": lambda: _("The regular expression takes too long on this value."),
    "not_in_table": lambda: _(
        "The value has a letter that is missing from Microsoft's table of diacritics."
    ),
    "title_case": lambda: _(
        "Whether a letter after an apostrophe or a digit is capitalised is documented in contradicting ways."
    ),
    "letter_case": lambda: _("The value has a letter whose capital form differs between systems."),
    "culture": lambda: _("The result depends on a culture setting that is not documented."),
    "local_zone": lambda: _("The result depends on the service's own time zone, which is not documented."),
    "date_format": lambda: _("Whether Entra reads this way of writing a date is not documented."),
    "empty_elements": lambda: _("Whether empty parts are kept is not documented."),
    "spaces_around": lambda: _(
        "Whether blanks around the parts are removed is documented in contradicting ways."
    ),
    "delimiters": lambda: _("How these delimiters are used is not documented."),
    "several_roles": lambda: _(
        "The person has a role that can be written in several ways, or several roles; which one is used is not documented."
    ),
    "undescribed_function": lambda: _("Microsoft has never described what this function does."),
    "escape": lambda: _(
        "Whether \\n, \\r and \\t stand for a line break or a tab, or for two characters, is not documented."
    ),
    "unknown_variable": lambda: _("The value of this setting is known to Entra only."),
    "nested_ignore": lambda: _("IgnoreFlowIfNullOrEmpty inside another function is not documented."),
    "uniqueness": lambda: _("How values are compared when a unique one is sought is not documented."),
    "truth": lambda: _("Whether this value counts as true is not documented."),
    "invalid_bytes": lambda: _("The decoded value holds bytes that are no text."),
}


def _uncertain(text: Text) -> Callable[[Facts], Explanation]:
    def explanation(facts: Facts) -> Explanation:
        return Explanation(
            _("Uncertain: ask Entra."),
            text(),
            (_("Let Entra evaluate the expression for this person and compare."),),
        )

    return explanation


_SCOPE: dict[str, Text] = {
    "anchors": lambda: _(
        "The pattern fits a part of the value only. Microsoft's examples disagree on whether that is enough; write ^ and $ to be clear."
    ),
    "null_not_equal": lambda: _(
        "The attribute is empty. A general rule calls every comparison with it false, though NOT EQUALS reads otherwise."
    ),
    "letter_case": lambda: _(
        "The result depends on capital and small letters, which is not documented here."
    ),
    "unknown_operator": lambda: _("This operator is not known."),
    "not_previewable": lambda: _(
        "How this operator works is not documented well enough to foresee the result."
    ),
    "several_values": lambda: _("Filters on attributes with several values are not supported."),
    "early_filter": lambda: _(
        "Beside the scoping filter Entra keeps another one that this program cannot evaluate."
    ),
    "not_an_integer": lambda: _("Both sides must be whole numbers."),
    "unusable_attribute": lambda: _("Microsoft lists this attribute as unusable in scoping filters."),
    "pattern": lambda: _("The pattern is not valid, or cannot be reproduced here."),
    "type": lambda: _("The operator does not fit the attribute's type."),
}


def _scope(text: Text) -> Callable[[Facts], Explanation]:
    return lambda _facts: Explanation(text())


_PREVIEW: dict[str, tuple[Text, Text | None]] = {
    "create": (lambda: _("A new account would be created."), None),
    "update": (lambda: _("The account would be changed."), None),
    "disable": (lambda: _("The account would be deactivated; it is not deleted."), None),
    "unchanged": (lambda: _("Nothing would be sent: both sides agree already."), None),
    "already_inactive": (lambda: _("Nothing would be sent: the account is inactive already."), None),
    "out_of_scope": (
        lambda: _("Nothing would be sent: the person is not in scope and has no account."),
        lambda: _("Assign the person to the application, or widen the scoping filter."),
    ),
    "not_active": (
        lambda: _("Nothing would be sent: Entra does not create accounts for disabled people."),
        lambda: _("Enable the person in Entra first."),
    ),
    "no_matching_value": (
        lambda: _("Nothing would be sent: the person has no value for a matching attribute."),
        lambda: _("Give the person a value, or choose another matching attribute."),
    ),
    "object_ignored": (lambda: _("Nothing would be sent: an expression leaves this person out."), None),
    "create_off": (
        lambda: _("Nothing would be sent: creating accounts is switched off in the mapping."),
        lambda: _("Switch on Create in the mapping."),
    ),
    "update_off": (
        lambda: _("Nothing would be sent: changing accounts is switched off in the mapping."),
        lambda: _("Switch on Update in the mapping."),
    ),
    "active_not_mapped": (
        lambda: _(
            "Nothing would be sent: the attribute active is not mapped, so nobody can be deactivated."
        ),
        lambda: _("Map active again."),
    ),
}

_MAPPING: dict[str, tuple[Text, Text | None]] = {
    "no_object_mapping": (
        lambda: _("The provisioning schema has no mapping for {kind}."),
        lambda: _("Restore the default mappings in Entra."),
    ),
    "person_unreadable": (
        lambda: _("The file with the person cannot be read: {detail}"),
        lambda: _("It must hold one JSON object with attribute names and values."),
    ),
    "schema_unreadable": (
        lambda: _("The file with the schema cannot be read: {detail}"),
        lambda: _("It must hold a synchronization schema as Microsoft Graph returns it."),
    ),
    "input_unreadable": (
        lambda: _("The input cannot be read: {detail}"),
        lambda: _("Every line must be one JSON object with id, expression and person."),
    ),
}

register(
    {
        **_table("expression", _EXPRESSION),
        "expression.unknown_function": _unknown_function,
        "expression.other_product": _other_product,
        "expression.unknown_attribute": _unknown_attribute,
        "expression.bad_pattern": _bad_pattern,
        **{f"uncertain.{code}": _uncertain(text) for code, text in _UNCERTAIN.items()},
        **{f"scope.{code}": _scope(text) for code, text in _SCOPE.items()},
        **_table("preview", _PREVIEW),
        **_table("mapping", _MAPPING),
    }
)
