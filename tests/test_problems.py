"""The program decides by exception types; problem codes are for words, reports and scripts."""

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


def is_code(node: ast.expr) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "code"


def of_a_problem(node: ast.expr) -> bool:
    return is_code(node) and isinstance(node.value, ast.Attribute) and node.value.attr == "problem"  # type: ignore[attr-defined]


def texts(node: ast.expr) -> set[str]:
    return {
        each.value
        for each in ast.walk(node)
        if isinstance(each, ast.Constant) and isinstance(each.value, str)
    }


def raised_codes(trees: dict[Path, ast.Module]) -> set[str]:
    """Every code in a literal `Problem("code", …)`."""
    calls = [node for tree in trees.values() for node in ast.walk(tree) if isinstance(node, ast.Call)]
    problems = [
        each
        for each in calls
        if isinstance(each.func, ast.Name) and each.func.id == "Problem" and each.args
    ]
    return {text for each in problems for text in texts(each.args[0])}


def test_no_code_of_a_problem_is_compared() -> None:
    paths = [path for path in WIZARD.rglob("*.py") if "practice" not in path.parts]
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in paths}
    codes = raised_codes(trees)
    assert {"key_first", "graph_read_only", "undo.unknown"} <= codes
    found = []
    for path, tree in trees.items():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Compare):
                continue
            sides = (node.left, *node.comparators)
            literal = any(is_code(side) for side in sides) and codes & {
                t for side in sides for t in texts(side)
            }
            if literal or any(of_a_problem(side) for side in sides):
                found.append(f"{path.relative_to(WIZARD)}:{node.lineno}")
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
