"""The program goes by kinds of errors; problem codes are for words, reports and scripts."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from wizard.entra.errors import GraphError, refused
from wizard.problem import (
    AnswerLostError,
    ConflictError,
    LicenseMissingError,
    MoreProofError,
    NotFoundError,
    ProblemError,
    RoleMissingError,
    ScopeMissingError,
    UnavailableError,
)

WIZARD = Path(__file__).resolve().parents[1] / "wizard"
_NO_SCOPE = "Authentication_MSGraphPermissionMissing"
CLAIMS = {"www-authenticate": 'Bearer error="insufficient_claims", claims="eyJhIjogMX0="'}


def compares_a_code(node: ast.AST) -> bool:
    if not isinstance(node, ast.Compare):
        return False
    return any(
        isinstance(side, ast.Attribute)
        and side.attr == "code"
        and isinstance(side.value, ast.Attribute)
        and side.value.attr == "problem"
        for side in (node.left, *node.comparators)
    )


def test_no_code_of_a_problem_is_compared() -> None:
    found = [
        f"{path.relative_to(WIZARD)}:{getattr(node, 'lineno', 0)}"
        for path in WIZARD.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if compares_a_code(node)
    ]
    assert found == []


def graph_error(status: int, code: str = "x", *, claims: bool = False, lost: bool = False) -> GraphError:
    body = {"error": {"code": code, "message": "no"}}
    return refused("POST", "/groups", status, CLAIMS if claims else {}, body, maybe_done=lost)


@pytest.mark.parametrize(
    ("error", "kind", "code"),
    [
        (graph_error(404), NotFoundError, "graph_not_found"),
        (graph_error(409), ConflictError, "graph_conflict"),
        (graph_error(412), ConflictError, "graph_conflict"),
        (graph_error(403), RoleMissingError, "graph_forbidden"),
        (graph_error(403, _NO_SCOPE), ScopeMissingError, "graph_scope_missing"),
        (
            graph_error(403, "Authentication_RequestFromNonPremiumTenantOrB2CTenant"),
            LicenseMissingError,
            "graph_licence_missing",
        ),
        (graph_error(401, claims=True), MoreProofError, "graph_claims_challenge"),
        (graph_error(503), UnavailableError, "graph_unavailable"),
        (graph_error(503, lost=True), AnswerLostError, "graph_lost_answer"),
    ],
)  # fmt: skip
def test_what_graph_refuses_is_one_kind_and_one_code(
    error: GraphError, kind: type[ProblemError], code: str
) -> None:
    assert isinstance(error, kind)
    assert error.problem.code == code
    others = (AnswerLostError, ConflictError, LicenseMissingError, MoreProofError, NotFoundError,
              RoleMissingError, ScopeMissingError, UnavailableError)  # fmt: skip
    assert [each for each in others if isinstance(error, each)] == [kind]


@pytest.mark.parametrize("status", [400, 401, 413, 429, 418])
def test_everything_else_is_no_kind_of_its_own(status: int) -> None:
    assert type(graph_error(status)) is GraphError
