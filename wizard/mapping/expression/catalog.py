"""Every function of the language: parameters, types, their keys in Graph, and where it may be used.

Sources: Entra docs "Reference for writing expressions for attribute mappings", the cloud sync reference,
and Graph's `synchronizationSchema: functions`.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Literal

Type = Literal["text", "integer", "boolean", "date", "condition", "values", "enum", "any"]


@dataclass(frozen=True, slots=True)
class FunctionParameter:
    """One parameter. `key` is its name in Graph's parameter list."""

    name: str
    type: Type = "text"
    required: bool = True
    repeating: bool = False
    key: str = ""

    @property
    def graph_key(self) -> str:
        """The key under which Graph stores the argument."""
        return self.key or self.name


@dataclass(frozen=True, slots=True)
class Signature:
    """A function as documented. `dialect` is "" for a function of app provisioning."""

    name: str
    parameters: tuple[FunctionParameter, ...] = ()
    returns: Type = "text"
    dialect: Literal["", "cloud-sync", "hr", "undescribed"] = ""
    random: bool = False

    @property
    def least(self) -> int:
        """The fewest arguments of a call; empty ones before required ones count."""
        required = [index for index, item in enumerate(self.parameters) if item.required]
        return required[-1] + 1 if required else 0

    @property
    def most(self) -> int | None:
        """The most arguments of a call; None without a limit."""
        return None if any(item.repeating for item in self.parameters) else len(self.parameters)

    @property
    def shown(self) -> str:
        """`Name(a, b, [c], …)` for help and messages."""
        parts = [item.name if item.required else f"[{item.name}]" for item in self.parameters]
        if self.most is None:
            parts.append("…")
        return f"{self.name}({', '.join(parts)})"


def _p(name: str, kind: Type = "text", key: str = "", *, optional: bool = False) -> FunctionParameter:
    return FunctionParameter(name, kind, not optional, False, key)


def _many(name: str, kind: Type = "text", key: str = "", *, optional: bool = False) -> FunctionParameter:
    return FunctionParameter(name, kind, not optional, True, key)


_SOURCE = _p("source")
_ROLES = _p("appRoleAssignments", "values", "source")
_EXPRESSION = _p("expression", "any")
_PRESENCE = _p("expression", "any", "source")  # IsPresent in an export of a job

_ALL = (
    Signature("Append", (_SOURCE, _p("suffix"))),
    Signature("AppRoleAssignments", (_ROLES,), "values", "undescribed"),
    Signature("AppRoleAssignmentsComplex", (_ROLES,), "values"),
    Signature("AssertiveAppRoleAssignmentsComplex", (_ROLES,), "values"),
    Signature("BitAnd", (_p("value1", "integer"), _p("value2", "integer")), "integer"),
    Signature("CBool", (_p("expression", "condition"),), "boolean"),
    Signature("CDate", (_EXPRESSION,), "date"),
    Signature("Coalesce", (_many("source"),)),
    Signature("ConvertFromBase64", (_SOURCE, _p("encoding", "enum", optional=True)), "text", "cloud-sync"),
    Signature("ConvertToBase64", (_SOURCE,)),
    Signature("ConvertToUTF8Hex", (_SOURCE,)),
    Signature("Count", (_p("attribute", "values"),), "integer"),
    Signature("CRef", (_p("value"),), "text", "cloud-sync"),
    Signature("CStr", (_p("value", "any"),)),
    Signature("DateAdd", (_p("interval"), _p("value", "integer"), _p("dateTime", "date")), "date"),
    Signature("DateDiff", (_p("interval"), _p("date1", "date"), _p("date2", "date")), "integer"),
    Signature("DateFromNum", (_p("value", "integer"),), "date"),
    Signature("DefaultDomain", (), "text", "undescribed"),
    Signature("DNComponent", (_p("dn"), _p("componentNumber", "integer")), "text", "cloud-sync"),
    Signature("Error", (_p("errorMessage"),), "any", "cloud-sync"),
    Signature(
        "FormatDateTime",
        (_SOURCE, _p("dateTimeStyles", optional=True), _p("inputFormat"), _p("outputFormat")),
    ),
    Signature("Guid", (), "text", random=True),
    # The first name stands in an export of a job; the others follow it and are never written by us.
    Signature(
        "IIF",
        (
            _p("condition", "condition", "one"),
            _p("valueIfTrue", "any", "two"),
            _p("valueIfFalse", "any", "three"),
        ),
        "any",
    ),
    Signature("IgnoreFlowIfNullOrEmpty", (_EXPRESSION,), "any"),
    Signature(
        "InStr",
        (
            _p("value1"),
            _p("value2"),
            _p("start", "integer", optional=True),
            _p("compareType", "enum", optional=True),
        ),
        "integer",
    ),
    Signature("IsNothing", (_p("source", "any"),), "boolean", "undescribed"),
    Signature("IsNull", (_PRESENCE,), "boolean"),
    Signature("IsNullOrEmpty", (_PRESENCE,), "boolean"),
    Signature("IsPresent", (_PRESENCE,), "boolean"),
    Signature("IsString", (_PRESENCE,), "boolean"),
    Signature("Item", (_p("attribute", "values"), _p("index", "integer"))),
    Signature("Join", (_p("separator"), _many("source", "any"))),
    Signature("Left", (_p("string"), _p("numChars", "integer"))),
    Signature("Mid", (_SOURCE, _p("start", "integer"), _p("length", "integer"))),
    Signature("NormalizeDiacritics", (_SOURCE,)),
    Signature("Not", (_p("source", "boolean"),), "boolean"),
    Signature("Now", (), "date"),
    Signature("NumFromDate", (_p("value", "date"),), "integer"),
    Signature("PCase", (_SOURCE, _p("wordSeparators", optional=True))),
    Signature("Prepend", (_p("prefix"), _SOURCE), "text", "undescribed"),
    Signature(
        "RandomString",
        (
            _p("length", "integer"),
            _p("minimumNumbers", "integer"),
            _p("minimumSpecialCharacters", "integer"),
            _p("minimumCapital", "integer"),
            _p("minimumLowerCase", "integer"),
            _p("charactersToAvoid", optional=True),
        ),
        "text",
        random=True,
    ),
    Signature("Redact", (_p("value", "any", "source"),), "any"),
    Signature("RemoveDuplicates", (_p("attribute", "values"),), "values"),
    Signature(
        "Replace",
        (
            _SOURCE,
            _p("oldValue", key="Find", optional=True),
            _p("regexPattern", key="RegularExpression", optional=True),
            _p("regexGroupName", key="RegularExpressionGroupName", optional=True),
            _p("replacementValue", key="Replacement", optional=True),
            _p("replacementAttributeName", key="ReplacementPropertyName", optional=True),
            _p("template", key="Template", optional=True),
        ),
    ),
    Signature("SelectUniqueValue", (_p("uniqueValueRule"), _many("uniqueValueRule")), "text", "hr"),
    Signature("SingleAppRoleAssignment", (_ROLES,)),
    Signature("Split", (_SOURCE, _p("delimiter")), "values"),
    Signature("StringFromSid", (_p("objectSid", "any"),), "text", "cloud-sync"),
    Signature("StripSpaces", (_SOURCE,)),
    Signature(
        "Switch",
        (
            _p("source", "any"),
            _p("defaultValue", "any", optional=True),
            _p("key", "any", "switchValue"),
            _many("value", "any", "switchValue"),
        ),
        "any",
    ),
    Signature("ToLower", (_SOURCE, _p("culture", optional=True))),
    Signature("ToUpper", (_SOURCE, _p("culture", optional=True))),
    Signature("Trim", (_SOURCE,), "text", "cloud-sync"),
    Signature("Word", (_p("string"), _p("wordNumber", "integer"), _p("delimiters"))),
)

SIGNATURES = {signature.name: signature for signature in _ALL}
_BY_LOWER = {name.lower(): signature for name, signature in SIGNATURES.items()}

# Keywords. The two Ignore words appear in Microsoft's Workday guide only.
WORDS = (
    "vbTextCompare",
    "vbBinaryCompare",
    "Unicode",
    "ASCII",
    "UTF8",
    "IgnoreAttributeFlow",
    "IgnoreObjectFlow",
)
_WORDS = {word.lower(): word for word in WORDS}

# Functions of Entra Connect Sync, a different product that searches often find. No page about app
# provisioning lists them, yet Entra accepts some, such as Len (reported by administrators). Value: a
# documented function that does the same, "" for none.
CONNECT_SYNC = {
    "bitor": "",
    "cguid": "",
    "cnum": "",
    "contains": "InStr",
    "convertfromutf8hex": "",
    "dncomponentrev": "DNComponent",
    "escapedncomponent": "",
    "importedvalue": "",
    "instrrev": "",
    "isbitset": "BitAnd",
    "isdate": "",
    "isguid": "",
    "isnumeric": "",
    "itemornull": "Item",
    "joinstring": "Join",
    "lcase": "ToLower",
    "len": "",
    "ltrim": "Trim",
    "numfromdatetime": "NumFromDate",
    "padleft": "",
    "padright": "",
    "randomnum": "RandomString",
    "replacechars": "Replace",
    "right": "",
    "rtrim": "Trim",
    "select": "",
    "ucase": "ToUpper",
    "where": "",
    "with": "",
}
# What people write who think of other languages.
_MISTAKEN = {"concat": "Append", "concatenate": "Append", "if": "IIF", "substring": "Mid"}


def signature_of(name: str) -> Signature | None:
    """The function of that name in any case: Microsoft's pages also write `switch` and `Instr`."""
    return SIGNATURES.get(name) or _BY_LOWER.get(name.lower())


def is_unlisted(name: str) -> bool:
    """Whether no page lists the function and the name is no misspelling of one that is listed.

    Entra may accept such a function, so nothing can be said about it offline.
    """
    return signature_of(name) is None and (name.lower() in CONNECT_SYNC or not suggestion(name))


def word_of(name: str) -> str | None:
    """The keyword in its documented spelling, or None."""
    return _WORDS.get(name.lower())


@functools.lru_cache(maxsize=256)
def suggestion(name: str) -> str:
    """The function that was probably meant, or ""."""
    lower = name.lower()[:40]
    meant = CONNECT_SYNC.get(lower) or _MISTAKEN.get(lower)
    if meant:
        return meant
    import difflib  # only for what is misspelled

    close = difflib.get_close_matches(lower, _BY_LOWER, n=1, cutoff=0.72)
    return _BY_LOWER[close[0]].name if close else ""
