"""Words for mistakes in a configuration file."""

from __future__ import annotations

from collections.abc import Mapping

from wizard.messages.language import N_
from wizard.messages.words import FactWords, Words

_READABLE = FactWords(
    {
        "too_big": N_("It is larger than {bound} bytes."),
    }
)
_SYNTAX = FactWords(
    {
        "encoding": N_("The text is not UTF-8."),
        "too_deep": N_("Lists and tables are nested too deeply."),
        "too_many_parts": N_("The name has too many parts."),
        "too_long_number": N_("The number or date is too long."),
        "too_many_keys": N_("The file has too many settings."),
        "twice": N_("This name is used a second time."),
        "unclosed": N_("A list or an inline table is not closed."),
        "unterminated": N_("A text is not closed by its quotation mark."),
        "unterminated_line": N_(
            "A text is not closed on its line, or holds a character that is not allowed."
        ),
        "no_equals": N_("After a name there must be an equals sign and a value."),
        "heading": N_("The name of a table is not closed by its bracket."),
        "rest_of_line": N_("After a value the line must end, except for a comment that begins with #."),
        "key": N_("A name is missing, or needs quotation marks."),
        "escape": N_(
            "The backslash begins no known escape. Write texts with backslashes between single quotation marks."
        ),
        "value": N_("This is no value. Texts need quotation marks; numbers, true and false need none."),
        "statement": N_("This is neither a setting, nor the name of a table, nor a comment."),
    }
)
_VALUE = FactWords(
    {
        "missing": N_("It is required here."),
        "text": N_("It must be a text between quotation marks."),
        "whole_number": N_("It must be a whole number, without quotation marks."),
        "yes_no": N_("It must be true or false, without quotation marks."),
        "table": N_("It must be a table."),
        "text_or_table": N_("It must be a text between quotation marks, or a table."),
        "list": N_("It must be a list in square brackets."),
        "choice": N_("It must be one of: {choices}."),
        "too_small": N_("The smallest possible number is {bound}."),
        "too_large": N_("The number is too large; the largest is {bound}."),
        "empty": N_("It must not be empty."),
        "too_long": N_("It may have at most {bound} characters."),
        "too_few": N_("The list needs at least {bound}."),
        "too_many": N_("The list may have at most {bound}."),
        "unsuitable": N_("This kind of value is not possible here."),
    }
)
_DOCS = N_("docs/configuration.md describes every setting.")

_REFUSED = N_("Unknown settings are refused, so that a misspelled one is not silently ignored.")
_CORRECT = (N_("Correct the name or remove the line."), _DOCS)

_NO_TOML = N_("{file}, line {line}, column {column}: this cannot be read as TOML.")
WORDS: Mapping[str, Words] = {
    "config_unreadable": Words(
        N_("{file} cannot be read as a configuration."),
        "{why}",
        do=(N_("Compare it with the examples in docs/configuration.md."),),
        facts={"why": _READABLE},
    ),
    "config_no_toml": Words(
        _NO_TOML,
        "{why}",
        do=(N_("Correct this, then check the file again: lines {first} to {last} were not checked."),),
        facts={"why": _SYNTAX},
        variants={
            ("rest", "unread"): Words(
                N_("{file}, line {line}, column {column}: the file cannot be read from here on."),
                "{why}",
                do=(N_("Correct this place, then check the file again: what follows was not read."),),
                facts={"why": _SYNTAX},
            ),
            ("rest", "line"): Words(
                _NO_TOML, "{why}", do=(N_("Correct this line."),), facts={"why": _SYNTAX}
            ),
        },
    ),
    "config_unknown_key": Words(
        N_("{file}, line {line}, column {column}: there is no setting named {field}. Did you mean {near}?"),
        _REFUSED,
        do=_CORRECT,
        variants={
            ("near", ""): Words(
                N_("{file}, line {line}, column {column}: there is no setting named {field}."),
                _REFUSED,
                do=_CORRECT,
            )
        },
    ),
    "config_bad_value": Words(
        N_("{file}, line {line}, column {column}: {field} cannot be used."),
        "{why}",
        do=(N_("Correct the value."), _DOCS),
        facts={"why": _VALUE},
    ),
    "config_cloud": Words(
        N_("There is no cloud named {name}."),
        N_("The clouds are: {names}."),
        do=(N_("Correct the name."),),
    ),
    "config_last_matching": Words(
        N_("No attribute would find existing accounts any more."),
        N_("Without a matching attribute, accounts that exist already would be created a second time."),
        do=(N_("Give at least one mapping a “matching” of 1 or more."),),
    ),
    "config_value_unused": Words(
        N_("The operator {operator} takes no value."),
        do=(N_("Remove the value, or choose another operator."),),
    ),
}
