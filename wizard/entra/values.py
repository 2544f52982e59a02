"""Parses responses of Microsoft Graph: tolerant where Graph varies, strict where this program relies on it.

Every response type of this package is a frozen dataclass checked by pydantic: unknown members are ignored,
unknown enum members stay strings, `null` where a list is expected becomes an empty tuple, and Graph's
"never" (year 1) becomes None.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from datetime import datetime
from functools import cache
from typing import Annotated, Any, TypeVar

from pydantic import AliasGenerator, BeforeValidator, ConfigDict, TypeAdapter, ValidationError
from pydantic.alias_generators import to_camel

from wizard.problem import Problem, ProblemError
from wizard.security.redactor import redact

T = TypeVar("T")
Json = dict[str, Any]

CONFIG = ConfigDict(
    alias_generator=AliasGenerator(validation_alias=to_camel),
    validate_by_name=True,
    validate_by_alias=True,
    extra="ignore",
    str_max_length=100_000,
)
_instants: TypeAdapter[datetime] = TypeAdapter(datetime)


def _text(value: object) -> str:
    return "" if value is None else str(value) if isinstance(value, int | float) else value  # type: ignore[return-value]


def _many(value: object) -> object:
    return () if value is None else value


def _instant(value: object) -> datetime | None:
    if value is None or value == "":
        return None
    try:
        moment = value if isinstance(value, datetime) else _instants.validate_python(value)
    except ValidationError:
        return None
    return None if moment.year <= 1 else moment


def _flag(value: object) -> object:
    return False if value is None else value


def _number(value: object) -> object:
    return 0 if value is None else value


def _details(value: object) -> dict[str, str]:
    if not isinstance(value, Mapping):
        return {}
    return {str(key): "" if one is None else str(one) for key, one in value.items()}


Text = Annotated[str, BeforeValidator(_text)]  # null is ""
Many = Annotated[tuple[T, ...], BeforeValidator(_many)]  # null is ()
Instant = Annotated[datetime | None, BeforeValidator(_instant)]  # year 1 and the unreadable are None
Flag = Annotated[bool, BeforeValidator(_flag)]  # null is False
Number = Annotated[int, BeforeValidator(_number)]  # null is 0
Details = Annotated[dict[str, str], BeforeValidator(_details)]  # null is {}, values are texts


@cache
def _adapter(kind: Hashable) -> TypeAdapter[Any]:
    return TypeAdapter(kind)  # type: ignore[arg-type]


def read(kind: type[T], data: object) -> T:
    """`data` as `kind`.

    Raises `ProblemError` ("graph_unexpected_answer") when Graph sent something else.
    """
    try:
        checked: T = _adapter(kind).validate_python(data)  # type: ignore[arg-type]
        return checked
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "-"
        raise ProblemError(
            Problem(
                "graph_unexpected_answer",
                {"kind": kind.__name__, "where": where},
                redact(f"{where}: {first['msg']}"),
                retryable=True,
            )
        ) from None


def rows(kind: type[T], data: Mapping[str, Any]) -> tuple[T, ...]:
    """The `value` array of a collection answer; raises as `read`."""
    value = data.get("value")
    if not isinstance(value, list):
        raise ProblemError(Problem("graph_unexpected_answer", {"kind": kind.__name__, "where": "value"}))
    return tuple(read(kind, row) for row in value)
