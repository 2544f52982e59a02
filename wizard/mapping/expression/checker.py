"""Find what Entra refuses and what is probably a mistake, without evaluating."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Literal

from wizard.mapping.dotnet import regexes
from wizard.mapping.expression.catalog import (
    FunctionParameter,
    Signature,
    is_unlisted,
    signature_of,
    suggestion,
    word_of,
)
from wizard.mapping.expression.errors import CheckError
from wizard.mapping.expression.tree import (
    AttributeNode,
    CallNode,
    Comparison,
    Concatenation,
    NameNode,
    Node,
    Number,
    TextNode,
    Variable,
    children,
)
from wizard.problem import Problem


@dataclass(frozen=True, slots=True)
class ExpressionFinding:
    """One finding about an expression. The problem's code has words; `position` counts from 0."""

    level: Literal["error", "warning"]
    code: str
    position: int
    problem: Problem


def check(node: Node, known: Collection[str] = ()) -> tuple[ExpressionFinding, ...]:
    """All errors and warnings, in reading order. `known`: the source directory's attributes,
    when the schema lists them; an attribute that is not exactly one of them is an error.
    """
    found = list(_walk(node, None))
    if known:
        found += _unknown_attributes(node, known)
    return tuple(sorted(found, key=lambda finding: finding.position))


def require(node: Node, *, saved: bool = False) -> None:
    """Raise CheckError for the first error. Entra accepted an expression that is `saved` there, so an
    unknown function is no error in it.
    """
    for finding in check(node):
        if finding.level == "error" and not (saved and finding.code == "unknown_function"):
            facts = {name: value for name, value in finding.problem.facts.items() if name != "position"}
            raise CheckError(finding.code, finding.position, **facts)


def _finding(
    level: Literal["error", "warning"], code: str, position: int, **facts: object
) -> ExpressionFinding:
    problem = CheckError(code, position, **facts).problem
    return ExpressionFinding(level, code, position, problem)


def _walk(node: Node, parent: CallNode | None) -> Iterator[ExpressionFinding]:
    waiting: list[tuple[Node, CallNode | None]] = [(node, parent)]
    while waiting:
        current, above = waiting.pop()
        match current:
            case CallNode():
                yield from _call(current, above)
                waiting += [(child, current) for child in children(current)]
                continue
            case NameNode(name, position) if word_of(name) is None:
                yield _finding("error", "unknown_word", position, name=name)
            case Variable(name, position):
                yield _finding("warning", "cloud_sync_only", position, name=f"%{name}%")
            case Concatenation(_, position):
                yield _finding("warning", "cloud_sync_only", position, name="&")
            case Comparison(_, _, _, position) if above is None or above.name.lower() not in (
                "iif",
                "cbool",
            ):
                yield _finding("warning", "comparison_outside", position)
        waiting += [
            (child, above if isinstance(current, Comparison) else None) for child in children(current)
        ]


def _unknown_attributes(node: Node, known: Collection[str]) -> Iterator[ExpressionFinding]:
    by_lower = {name.lower(): name for name in known}
    waiting = [node]
    while waiting:
        current = waiting.pop()
        waiting.extend(children(current))
        if isinstance(current, AttributeNode) and current.name not in known:
            lower = current.name.lower()
            import difflib  # only for what is misspelled

            close = difflib.get_close_matches(lower[:60], by_lower, n=1, cutoff=0.75)
            meant = by_lower.get(lower) or (by_lower[close[0]] if close else "")
            yield _finding(
                "error", "unknown_attribute", current.position, name=current.name, suggestion=meant
            )


def _call(call: CallNode, above: CallNode | None) -> Iterator[ExpressionFinding]:
    signature = signature_of(call.name)
    if signature is None:
        facts = {"name": call.name, "suggestion": suggestion(call.name)}
        if is_unlisted(call.name):
            yield _finding("warning", "unlisted_function", call.position, **facts)
        else:
            yield _finding("error", "unknown_function", call.position, **facts)
        return
    if call.name != signature.name:
        yield _finding("warning", "function_case", call.position, name=call.name, suggestion=signature.name)
    if signature.dialect in ("cloud-sync", "hr", "undescribed"):
        code = {"cloud-sync": "cloud_sync_only", "hr": "hr_only"}.get(signature.dialect, "undescribed")
        yield _finding("warning", code, call.position, name=signature.name)
    if signature.name == "SelectUniqueValue" and above is not None:
        yield _finding("warning", "not_nested", call.position, name=signature.name)
    yield from _arguments(call, signature)


def _arguments(call: CallNode, signature: Signature) -> Iterator[ExpressionFinding]:
    arguments = list(call.arguments)
    if signature.name == "FormatDateTime" and len(arguments) == 3 and arguments[1] is not None:
        yield _finding("warning", "old_form", call.position, name=signature.name, expected=signature.shown)
        arguments.insert(1, None)
    most = signature.most
    while most is not None and len(arguments) > most and arguments[-1] is None:
        arguments.pop()
    if most is not None and len(arguments) > most:
        yield _count(call, signature, len(arguments))
        return
    if len(arguments) < signature.least or (signature.name == "Switch" and len(arguments) % 2):
        yield _count(call, signature, len(arguments))
        return
    if signature.name == "Switch":
        yield from _repeated_keys(arguments[2::2])
    for index, argument in enumerate(arguments):
        parameter = signature.parameters[min(index, len(signature.parameters) - 1)]
        if argument is None:
            if parameter.required and not (parameter.repeating and index > signature.least - 1):
                yield _finding(
                    "error",
                    "missing_argument",
                    call.position,
                    name=signature.name,
                    parameter=parameter.name,
                )
            continue
        yield from _argument(argument, parameter, signature)


def _repeated_keys(keys: list[Node | None]) -> Iterator[ExpressionFinding]:
    known: set[str] = set()
    for key in keys:
        if isinstance(key, TextNode | Number):
            if str(key.value) in known:
                yield _finding("warning", "repeated_key", key.position, key=key.value)
            known.add(str(key.value))


def _count(call: CallNode, signature: Signature, found: int) -> ExpressionFinding:
    code = "odd_arguments" if signature.name == "Switch" and found >= signature.least else "argument_count"
    return _finding(
        "error", code, call.position, name=signature.name, found=found, expected=signature.shown
    )


def _argument(
    node: Node, parameter: FunctionParameter, signature: Signature
) -> Iterator[ExpressionFinding]:
    match parameter.type:
        case "integer":
            if isinstance(node, TextNode) and not _is_integer(node.value):
                yield _wrong(node.position, parameter, signature, node.value)
            elif isinstance(node, CallNode):
                inner = signature_of(node.name)
                if inner is not None and inner.returns in ("boolean", "date", "values"):
                    yield _wrong(node.position, parameter, signature, inner.name)
        case "enum":
            if isinstance(node, Number):
                yield _numeric_option(node, parameter, signature)
        case "text" if parameter.name == "dateTimeStyles":
            if isinstance(node, Number) or (isinstance(node, TextNode) and _is_integer(node.value)):
                yield _numeric_option(node, parameter, signature)
        case "text" | "values" | "date":
            if isinstance(node, Comparison):
                yield _wrong(node.position, parameter, signature, node.operator)
    if parameter.name == "regexPattern" and isinstance(node, TextNode):
        try:
            regexes.compiled(node.value)
        except regexes.PatternError as error:
            yield _finding("error", "bad_pattern", node.position, reason=error.reason, pattern=node.value)
        except regexes.NotReproducibleError:
            yield _finding("warning", "pattern_not_reproduced", node.position, pattern=node.value)


def _numeric_option(
    node: Number | TextNode, parameter: FunctionParameter, signature: Signature
) -> ExpressionFinding:
    return _finding(
        "warning",
        "numeric_option",
        node.position,
        name=signature.name,
        parameter=parameter.name,
        found=node.value,
    )


def _wrong(
    position: int, parameter: FunctionParameter, signature: Signature, found: str
) -> ExpressionFinding:
    return _finding(
        "error",
        "wrong_type",
        position,
        name=signature.name,
        parameter=parameter.name,
        expected=parameter.type,
        found=found,
    )


def _is_integer(value: str) -> bool:
    unsigned = value.strip().lstrip("+-")
    return unsigned.isascii() and unsigned.isdigit()
