"""Entra's attribute mapping expression language: read, check, evaluate, print, convert.

    node = parse('Switch([IsSoftDeleted], , "False", "True", "True", "False")')
    compiled = compile_expression(node)               # once
    outcome = compiled.evaluate({"IsSoftDeleted": False}, Context(now=...))
    outcome.value, outcome.certain, outcome.uncertainties

Errors are ExpressionError (a ProblemError) with `position`, counted from 0: ParseError, CheckError,
EvaluationError. A value Microsoft's documentation leaves open is returned as uncertain, never as sure.
"""

from __future__ import annotations

from wizard.mapping.expression.catalogue import SIGNATURES, WORDS, Parameter, Signature, signature_of
from wizard.mapping.expression.checker import Finding, check
from wizard.mapping.expression.context import Context, Doubt
from wizard.mapping.expression.errors import (
    CheckError,
    EvaluationError,
    ExpressionError,
    ParseError,
)
from wizard.mapping.expression.evaluation import (
    Compiled,
    Outcome,
    Step,
    Uncertainty,
    compile_expression,
    evaluate,
)
from wizard.mapping.expression.parser import MAX_DEPTH, parse
from wizard.mapping.expression.printer import to_lines, to_text
from wizard.mapping.expression.tokens import MAX_LENGTH, Kind, Token, tokens
from wizard.mapping.expression.tree import Node, attributes

__all__ = [
    "MAX_DEPTH",
    "MAX_LENGTH",
    "SIGNATURES",
    "WORDS",
    "CheckError",
    "Compiled",
    "Context",
    "Doubt",
    "EvaluationError",
    "ExpressionError",
    "Finding",
    "Kind",
    "Node",
    "Outcome",
    "Parameter",
    "ParseError",
    "Signature",
    "Step",
    "Token",
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
