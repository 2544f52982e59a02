"""Convert between expressions and Graph's `attributeMappingSource`, in both directions and without loss.

A source from Graph keeps unknown members and its original text. A source made from a tree has the members
that Graph writes (Graph docs, "synchronizationSchema: parseExpression"). The keys of the pairs of Switch
are not published; `switchValue`, the name in Graph's function list, is repeated.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from wizard.mapping.expression.catalog import (
    Signature,
    signature_of,
)
from wizard.mapping.expression.errors import ParseError
from wizard.mapping.expression.parser import MAX_DEPTH, parse
from wizard.mapping.expression.printer import to_text
from wizard.mapping.expression.tokens import is_attribute_name, quote
from wizard.mapping.expression.tree import (
    AttributeNode,
    CallNode,
    Node,
    Number,
    TextNode,
)

ParameterNames = Mapping[str, Sequence[str]]
"""Function name in lower case -> the names of its parameters; the last one repeats."""
_KNOWN = ("type", "name", "expression", "parameters")


@dataclass(frozen=True, slots=True)
class SourceParameter:
    """One entry of `parameters`; members other than key and value are kept in `other`."""

    key: str
    value: Source
    other: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Source:
    """An `attributeMappingSource`.

    None for a member means Graph sent null; a member named in `missing` was not sent. `other` holds
    unknown members.
    """

    type: str
    name: str | None = None
    expression: str | None = None
    parameters: tuple[SourceParameter, ...] | None = ()
    missing: frozenset[str] = frozenset()
    other: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_none(self) -> bool:
        """Whether there is no source: the portal's mapping type "None", which has only a default."""
        return not (self.type or self.name or self.expression or self.parameters)


def no_source() -> Source:
    """The source of a mapping that has none: Graph keeps null there (Graph docs, objectMapping)."""
    return read_source(None)


def read_source(data: Any, depth: int = 0) -> Source:
    """Read Graph JSON.

    Members of an unexpected type, and parameters nested deeper than an expression may be, are kept as
    unknown members.
    """
    body = data if isinstance(data, Mapping) else {}
    other = {key: value for key, value in body.items() if key not in _KNOWN}
    parameters: tuple[SourceParameter, ...] | None = ()
    listed = body.get("parameters", ())
    if listed is None:
        parameters = None
    elif isinstance(listed, list) and depth <= MAX_DEPTH and all(_is_parameter(item) for item in listed):
        parameters = tuple(
            SourceParameter(item["key"], read_source(item["value"], depth + 1), _rest(item, "key", "value"))
            for item in listed
        )
    elif "parameters" in body:
        other["parameters"] = listed
    texts = {}
    for key in ("type", "name", "expression"):
        value = body.get(key)
        if isinstance(value, str) or (value is None and key != "type"):
            texts[key] = value
        else:
            texts[key] = None
            if key in body:
                other[key] = value
    missing = frozenset(key for key in _KNOWN if key not in body)
    return Source(texts["type"] or "", texts["name"], texts["expression"], parameters, missing, other)


def _is_parameter(item: Any) -> bool:
    return (
        isinstance(item, Mapping)
        and isinstance(item.get("key"), str)
        and isinstance(item.get("value"), Mapping)
    )


def _rest(item: Mapping[str, Any], *known: str) -> dict[str, Any]:
    return {key: value for key, value in item.items() if key not in known}


def write_source(source: Source) -> dict[str, Any]:
    """Write Graph JSON; `write_source(read_source(x)) == x` for every object."""
    known = {
        "expression": source.expression,
        "name": source.name,
        "parameters": None
        if source.parameters is None
        else [
            {"key": item.key, "value": write_source(item.value), **item.other} for item in source.parameters
        ],
        "type": source.type,
    }
    return {key: value for key, value in known.items() if key not in source.missing} | dict(source.other)


def to_source(node: Node, names: ParameterNames | None = None) -> Source:
    """Convert a tree as Graph stores it. The parameters omit missing arguments, the text keeps them.

    `names`: Graph's own parameter names. Without them the names of the catalog are used, some of which no
    page tells; nothing with such names may be written to Graph.
    """
    match node:
        case AttributeNode(name):
            return Source("Attribute", name, f"[{name}]")
        case TextNode(value):
            return Source("Constant", value, to_text(node))
        case Number(literal):
            return Source("Constant", literal, quote(literal))
        case CallNode(name, arguments):
            known = None if names is None else names.get(name.lower())
            signature = signature_of(name)
            if signature is not None and signature.name == "FormatDateTime" and len(arguments) == 3:
                arguments = (arguments[0], None, *arguments[1:])
            if known is not None and signature is not None and signature.name == "FormatDateTime":
                arguments = _without_styles(arguments, known)
            parameters = tuple(
                SourceParameter(_key(signature, index, known), to_source(argument, names))
                for index, argument in enumerate(arguments)
                if argument is not None
            )
            return Source("Function", name, to_text(node), parameters)
    # It is not published how Graph stores comparisons, keywords and variables inside parameters.
    return Source("Function", "", to_text(node))


def _without_styles(arguments: tuple[Node | None, ...], known: Sequence[str]) -> tuple[Node | None, ...]:
    """Graph's list knows FormatDateTime with three parameters (Graph docs), the language with four."""
    left_out = len(known) == 3 and len(arguments) == 4 and arguments[1] is None
    return (arguments[0], *arguments[2:]) if left_out else arguments


def _key(signature: Signature | None, index: int, known: Sequence[str] | None) -> str:
    names = known or [each.graph_key for each in signature.parameters] if signature else known
    return names[min(index, len(names) - 1)] if names else f"parameter{index + 1}"


def from_source(source: Source) -> Node:
    """The tree of a source: from its text when it has one, otherwise from name and parameters.

    Raises ParseError when neither is a valid expression.
    """
    match source.type:
        case "Attribute":
            return AttributeNode(source.name or _unbracketed(source.expression))
        case "Constant":
            return _constant(source)
    if source.expression and source.expression.strip():
        return parse(source.expression)
    return _rebuilt(source)


def _unbracketed(expression: str | None) -> str:
    text = (expression or "").strip()
    if text.startswith("[") and text.endswith("]"):
        text = text[1:-1]
    if not is_attribute_name(text):
        raise ParseError("empty_attribute", 0)
    return text


def _constant(source: Source) -> TextNode:
    text = (source.expression or "").strip()
    if text.startswith('"'):
        try:
            node = parse(text)
        except ParseError:
            node = None
        if isinstance(node, TextNode):
            return node
    return TextNode(source.name if source.name is not None else text)


def _rebuilt(source: Source) -> Node:
    signature = signature_of(source.name or "")
    if signature is None:
        raise ParseError("empty", 0)
    arguments: list[Node | None] = []
    for item in source.parameters or ():
        place = _place(signature, item.key, len(arguments))
        arguments += [None] * (place - len(arguments))
        arguments.append(from_source(item.value))
    least = signature.least
    arguments += [None] * (least - len(arguments))
    return CallNode(signature.name, tuple(arguments))


def _place(signature: Signature, key: str, at_least: int) -> int:
    for index, parameter in enumerate(signature.parameters):
        if index >= at_least and parameter.graph_key.lower() == key.lower():
            return index
    return at_least
