"""Entra's attribute mapping expression language: read, check, evaluate, print, convert.

    node = parse('Switch([IsSoftDeleted], , "False", "True", "True", "False")')
    compiled = compile_expression(node)               # once
    outcome = compiled.evaluate({"IsSoftDeleted": False}, Context(now=...))
    outcome.value, outcome.certain, outcome.uncertainties

Errors are ExpressionError (a ProblemError) with `position`, counted from 0: ParseError, CheckError,
EvaluationError. A value that Microsoft's documentation leaves open is returned as uncertain, never as
certain.
"""

from __future__ import annotations

from wizard.mapping.expression.catalog import (
    SIGNATURES,
    WORDS,
    FunctionParameter,
    Signature,
    signature_of,
)
from wizard.mapping.expression.checker import (
    ExpressionFinding,
    check,
)
from wizard.mapping.expression.context import (
    Doubt,
    EvaluationContext,
)
from wizard.mapping.expression.errors import (
    CheckError,
    EvaluationError,
    ExpressionError,
    ParseError,
)
from wizard.mapping.expression.evaluation import (
    Compiled,
    EvaluationOutcome,
    EvaluationStep,
    Uncertainty,
    compile_expression,
    evaluate,
)
from wizard.mapping.expression.parser import MAX_DEPTH, parse
from wizard.mapping.expression.printer import to_lines, to_text
from wizard.mapping.expression.tokens import (
    MAX_LENGTH,
    Token,
    TokenKind,
    tokens,
)
from wizard.mapping.expression.tree import Node, attributes

__all__ = [
    "MAX_DEPTH",
    "MAX_LENGTH",
    "SIGNATURES",
    "WORDS",
    "CheckError",
    "Compiled",
    "Doubt",
    "EvaluationContext",
    "EvaluationError",
    "EvaluationOutcome",
    "EvaluationStep",
    "ExpressionError",
    "ExpressionFinding",
    "FunctionParameter",
    "Node",
    "ParseError",
    "Signature",
    "Token",
    "TokenKind",
    "Uncertainty",
    "attributes",
    "check",
    "compile_expression",
    "evaluate",
    "parse",
    "signature_of",
    "to_lines",
    "to_text",
    "tokens",
]
