"""Errors in expressions, always with their position."""

from __future__ import annotations

from wizard.problem import Problem, ProblemError


class ExpressionError(ProblemError):
    """An expression cannot be read, checked or evaluated.

    `code` is the short code ("unterminated_text"); the problem's code, which has the words, is
    "expression." plus it. `position` is an offset into the text, counted from 0.
    """

    def __init__(self, code: str, position: int, **facts: object) -> None:
        self.code = code
        self.position = position
        shown = {name: str(value)[:200] for name, value in facts.items()}
        # People count from 1.
        super().__init__(Problem(f"expression.{code}", {**shown, "position": str(position + 1)}))


class ParseError(ExpressionError):
    """The text is not an expression."""


class CheckError(ExpressionError):
    """Entra would not accept the expression: unknown function, wrong arguments."""


class EvaluationError(ExpressionError):
    """The expression has no value for this person: not a date, index beyond the end, Error(…)."""


class Failure(Exception):  # noqa: N818 - becomes an EvaluationError once its position is known
    """Raised by a function; the compiled call adds its position."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


class UnknowableError(Exception):
    """The result of this reading is known to Entra only. Caught within this package."""
