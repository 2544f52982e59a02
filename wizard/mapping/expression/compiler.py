"""Compile a syntax tree into a closure once; evaluating a person then only calls functions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wizard.mapping.expression.catalog import (
    signature_of,
    word_of,
)
from wizard.mapping.expression.comparing import compare
from wizard.mapping.expression.context import (
    Closure,
    Doubt,
    EvaluationContext,
)
from wizard.mapping.expression.errors import CheckError, EvaluationError, Failure
from wizard.mapping.expression.functions import BUILDERS
from wizard.mapping.expression.functions.logic import CONCATENATE
from wizard.mapping.expression.functions.unlisted import LIKELY_READINGS
from wizard.mapping.expression.tokens import unescape_fully
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
)
from wizard.mapping.values import Dropped, Unread

Watch = Callable[[Node, Any], None]
_IGNORE = {"IgnoreAttributeFlow": Dropped(shown_as="IgnoreAttributeFlow")}
_IGNORE["IgnoreObjectFlow"] = Dropped(whole_person=True, shown_as="IgnoreObjectFlow")


def closure_of(node: Node, watch: Watch | None = None) -> Closure:
    """The closure of a checked tree.

    `watch` receives the value of every call, comparison and attribute when it is computed. Raises
    CheckError for a function or word that does not exist.
    """
    closure = _built(node, watch)
    if watch is None or isinstance(node, TextNode | Number | NameNode):
        return closure

    def watched(person: Any, context: EvaluationContext) -> Any:
        value = closure(person, context)
        if not context.apart:
            watch(node, value)
        return value

    return watched


def _built(node: Node, watch: Watch | None) -> Closure:
    match node:
        case AttributeNode(name, position):
            return _attribute(name, position)
        case TextNode(value, position, written):
            return _disputed(value, unescape_fully(written), position) if written else _constant(value)
        case Number():
            return _constant(node.value)
        case NameNode(name, position):
            word = word_of(name)
            if word is None:
                raise CheckError("unknown_word", position, name=name)
            return _constant(_IGNORE.get(word, word))
        case Variable(name, position):
            return _variable(name, position)
        case Comparison(operator, left, right, position):
            return _comparison(operator, closure_of(left, watch), closure_of(right, watch), position)
        case Concatenation(operands, position):
            return CONCATENATE(
                CallNode("&", operands, position), [closure_of(item, watch) for item in operands]
            )
        case CallNode(name, arguments, position):
            signature = signature_of(name)
            if signature is None:
                return _unlisted(
                    name,
                    [None if item is None else closure_of(item, watch) for item in arguments],
                    position,
                )
            most = signature.most
            while most is not None and len(arguments) > most and arguments[-1] is None:
                arguments = arguments[:-1]
            compiled = [None if item is None else closure_of(item, watch) for item in arguments]
            return BUILDERS[signature.name](CallNode(signature.name, arguments, position), compiled)


def _unlisted(name: str, arguments: list[Closure | None], position: int) -> Closure:
    """Entra accepts some functions that no page lists; what they give, only Entra can tell."""
    likely = LIKELY_READINGS.get(name.lower())

    def run(person: Any, context: EvaluationContext) -> Any:
        context.position = position
        if likely is None:
            raise context.given_up(Doubt.UNLISTED_FUNCTION)
        context.unknowable(Doubt.UNLISTED_FUNCTION)
        return likely([None if each is None else each(person, context) for each in arguments])

    return run


def _attribute(name: str, position: int) -> Closure:
    def run(person: Any, context: EvaluationContext) -> Any:
        value = person.get(name)
        if value.__class__ is Unread:
            context.position = position
            context.unknowable(Doubt.UNREAD)
            return value.likely
        return value

    return run


def _constant(value: Any) -> Closure:
    def run(_person: Any, _context: EvaluationContext) -> Any:
        return value

    return run


def _disputed(value: str, other: str, position: int) -> Closure:
    def run(_person: Any, context: EvaluationContext) -> Any:
        context.position = position
        return other if context.doubt(Doubt.ESCAPE) else value

    return run


def _variable(name: str, position: int) -> Closure:
    def run(_person: Any, context: EvaluationContext) -> Any:
        value = context.variables.get(name)
        if value is None:
            context.position = position
            raise context.given_up(Doubt.UNKNOWN_VARIABLE)
        return value

    return run


def _comparison(operator: str, left: Closure, right: Closure, position: int) -> Closure:
    def run(person: Any, context: EvaluationContext) -> Any:
        first, second = left(person, context), right(person, context)
        context.position = position
        try:
            return compare(context, operator, first, second)
        except Failure as failure:
            raise EvaluationError(failure.code, position, **failure.facts) from failure

    return run
