"""One sentence for each function of mapping expressions."""

from __future__ import annotations

from wizard.messages.language import _


def function_help(name: str) -> str:
    """What the function does, in one sentence; empty for one without words."""
    words = {
        "Append": lambda: _("Puts a text behind the value."),
        "AppRoleAssignments": lambda: _("The names of the person's roles in the application."),
        "AppRoleAssignmentsComplex": lambda: _(
            "All roles of the person, for an attribute with several values."
        ),
        "AssertiveAppRoleAssignmentsComplex": lambda: _(
            "All roles of the person; roles that were taken away are removed in the account as well."
        ),
        "BitAnd": lambda: _("Compares two whole numbers bit by bit and keeps what both have."),
        "CBool": lambda: _("Turns a comparison into true or false."),
        "CDate": lambda: _("Reads a text as a date."),
        "Coalesce": lambda: _("The first of the values that is not empty."),
        "ConvertFromBase64": lambda: _("Decodes a Base64 text."),
        "ConvertToBase64": lambda: _("Encodes a text as Base64."),
        "ConvertToUTF8Hex": lambda: _("Writes a text as the hexadecimal digits of its UTF-8 bytes."),
        "Count": lambda: _("How many values the attribute has."),
        "CRef": lambda: _("Turns a text into a reference to another object."),
        "CStr": lambda: _("Turns a value into text."),
        "DateAdd": lambda: _("A date, moved by a number of days, months or other units."),
        "DateDiff": lambda: _("How many units lie between two dates."),
        "DateFromNum": lambda: _("Turns a Windows time number into a date."),
        "DefaultDomain": lambda: _("The organisation's default domain."),
        "DNComponent": lambda: _("One part of a distinguished name, counted from the left."),
        "Error": lambda: _("Stops this person with a message of your own."),
        "FormatDateTime": lambda: _("Writes a date in another format."),
        "Guid": lambda: _("A new random identifier; different every time."),
        "IIF": lambda: _("One of two values, depending on a condition."),
        "IgnoreFlowIfNullOrEmpty": lambda: _("Sends nothing for this attribute when the value is empty."),
        "InStr": lambda: _(
            "At which place the second text begins inside the first; 0 when it does not occur."
        ),
        "IsNothing": lambda: _("Whether there is no value."),
        "IsNull": lambda: _("Whether the attribute is missing."),
        "IsNullOrEmpty": lambda: _("Whether the attribute is missing or an empty text."),
        "IsPresent": lambda: _("Whether the attribute has a value."),
        "IsString": lambda: _("Whether the value is text."),
        "Item": lambda: _("One of several values, counted from 1."),
        "Join": lambda: _("Joins several texts with a separator; empty ones are left out."),
        "Left": lambda: _("The first characters of a text."),
        "Mid": lambda: _("Some characters out of a text, counted from 1."),
        "NormalizeDiacritics": lambda: _("Replaces letters with accents by plain ones."),
        "Not": lambda: _("Turns true into false, and false into true."),
        "Now": lambda: _("The present date and time in UTC."),
        "NumFromDate": lambda: _("Turns a date into a Windows time number."),
        "PCase": lambda: _("Begins every word with a capital letter."),
        "Prepend": lambda: _("Puts a text in front of the value."),
        "RandomString": lambda: _("A random text by the given rules; different every time."),
        "Redact": lambda: _("Hides the value in Entra's provisioning logs."),
        "RemoveDuplicates": lambda: _("Keeps each of several values once."),
        "Replace": lambda: _("Replaces text, or what fits a pattern, by something else."),
        "SelectUniqueValue": lambda: _("The first of several proposals that nobody has yet."),
        "SingleAppRoleAssignment": lambda: _(
            "The person's role in the application, when there is exactly one."
        ),
        "Split": lambda: _("Cuts a text into several values."),
        "StringFromSid": lambda: _("Writes a security identifier as text."),
        "StripSpaces": lambda: _("Removes all spaces."),
        "Switch": lambda: _("Translates a value by a table of pairs; the default when none fits."),
        "ToLower": lambda: _("All letters small."),
        "ToUpper": lambda: _("All letters capital."),
        "Trim": lambda: _("Removes spaces at both ends."),
        "Word": lambda: _("One word out of a text, counted from 1."),
    }
    return words[name]() if name in words else ""
