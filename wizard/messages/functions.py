"""One sentence about each function of mapping expressions."""

from __future__ import annotations

from collections.abc import Mapping

from wizard.messages.language import N_, text_for

_FUNCTIONS: Mapping[str, str] = {
    "Append": N_("Puts a text behind the value."),
    "AppRoleAssignments": N_("The names of the person's roles in the application."),
    "AppRoleAssignmentsComplex": N_("All roles of the person, for an attribute with several values."),
    "AssertiveAppRoleAssignmentsComplex": N_(
        "All roles of the person; roles that were taken away are removed in the account as well."
    ),
    "BitAnd": N_("Compares two whole numbers bit by bit and keeps what both have."),
    "CBool": N_("Turns a comparison into true or false."),
    "CDate": N_("Reads a text as a date."),
    "Coalesce": N_("The first of the values that is not empty."),
    "ConvertFromBase64": N_("Decodes a Base64 text."),
    "ConvertToBase64": N_("Encodes a text as Base64."),
    "ConvertToUTF8Hex": N_("Writes a text as the hexadecimal digits of its UTF-8 bytes."),
    "Count": N_("How many values the attribute has."),
    "CRef": N_("Turns a text into a reference to another object."),
    "CStr": N_("Turns a value into text."),
    "DateAdd": N_("A date, moved by a number of days, months or other units."),
    "DateDiff": N_("How many units lie between two dates."),
    "DateFromNum": N_("Turns a Windows time number into a date."),
    "DefaultDomain": N_("The organization's default domain."),
    "DNComponent": N_("One part of a distinguished name, counted from the left."),
    "Error": N_("Stops this person with a message of your own."),
    "FormatDateTime": N_("Writes a date in another format."),
    "Guid": N_("A new random identifier; different every time."),
    "IIF": N_("One of two values, depending on a condition."),
    "IgnoreFlowIfNullOrEmpty": N_("Sends nothing for this attribute when the value is empty."),
    "InStr": N_("At which place the second text begins inside the first; 0 when it does not occur."),
    "IsNothing": N_("Whether there is no value."),
    "IsNull": N_("Whether the attribute is missing."),
    "IsNullOrEmpty": N_("Whether the attribute is missing or an empty text."),
    "IsPresent": N_("Whether the attribute has a value."),
    "IsString": N_("Whether the value is text."),
    "Item": N_("One of several values, counted from 1."),
    "Join": N_("Joins several texts with a separator; empty ones are left out."),
    "Left": N_("The first characters of a text."),
    "Mid": N_("Some characters out of a text, counted from 1."),
    "NormalizeDiacritics": N_("Replaces letters with accents by plain ones."),
    "Not": N_("Turns true into false, and false into true."),
    "Now": N_("The present date and time in UTC."),
    "NumFromDate": N_("Turns a date into a Windows time number."),
    "PCase": N_("Begins every word with a capital letter."),
    "Prepend": N_("Puts a text in front of the value."),
    "RandomString": N_("A random text by the given rules; different every time."),
    "Redact": N_("Hides the value in Entra's provisioning logs."),
    "RemoveDuplicates": N_("Keeps each of several values once."),
    "Replace": N_("Replaces text, or what fits a pattern, by something else."),
    "SelectUniqueValue": N_("The first of several proposals that nobody has yet."),
    "SingleAppRoleAssignment": N_("The person's role in the application, when there is exactly one."),
    "Split": N_("Cuts a text into several values."),
    "StringFromSid": N_("Writes a security identifier as text."),
    "StripSpaces": N_("Removes all spaces."),
    "Switch": N_("Translates a value by a table of pairs; the default when none fits."),
    "ToLower": N_("All letters small."),
    "ToUpper": N_("All letters capital."),
    "Trim": N_("Removes spaces at both ends."),
    "Word": N_("One word out of a text, counted from 1."),
}


def function_help(name: str) -> str:
    """What the function does, in one sentence; empty when it has no words."""
    return text_for(_FUNCTIONS, name, otherwise="")
