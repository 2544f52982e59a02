"""The names of function parameters in the practice tenant's schemas.

Graph docs show some of them ("synchronizationSchema: functions", ": parseExpression"), exports of jobs some
more. The others are this tenant's own, so that a program which guesses them is found out: Graph's are only
told by the two endpoints.
"""

from __future__ import annotations

from wizard.mapping.expression import SIGNATURES

_OWN: dict[str, tuple[str, ...]] = {
    "bitand": ("firstOperand", "secondOperand"),
    "cbool": ("condition",),
    "coalesce": ("candidate",),
    "left": ("source", "count"),
    "instr": ("source", "wanted", "startAt", "comparison"),
    "dateadd": ("unit", "amount", "moment"),
    "word": ("source", "position", "separators"),
}
PARAMETER_NAMES: dict[str, tuple[str, ...]] = {
    name.lower(): tuple(parameter.graph_key for parameter in signature.parameters)
    for name, signature in SIGNATURES.items()
} | _OWN
"""Function name in lower case -> the names of its parameters."""
