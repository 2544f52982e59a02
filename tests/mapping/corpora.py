"""The documented examples and field expressions, as data."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from wizard.mapping.expression import EvaluationContext

FOLDER = Path(__file__).parents[1] / "data" / "expressions"


def load(name: str) -> Any:
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


EXAMPLES: list[dict[str, Any]] = load("examples")
WILD: list[dict[str, Any]] = load("wild")


def context_of(example: dict[str, Any]) -> EvaluationContext:
    now = datetime.fromisoformat(example.get("now", "2025-07-30")).replace(tzinfo=UTC)
    return EvaluationContext(now=now, existing=example.get("target_existing", ()))
