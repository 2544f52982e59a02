"""Conversions, bit operations, and the two functions with random results."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from wizard.mapping.expression.context import (
    Doubt,
    EvaluationContext,
)
from wizard.mapping.expression.errors import Failure
from wizard.mapping.expression.functions.building import (
    ABSENT,
    Builder,
    given,
    integer,
    on_text,
    strict,
    text,
)

_DIGITS = "0123456789"
_CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_SMALL = "abcdefghijklmnopqrstuvwxyz"
# Windows docs, "Passwords must meet complexity requirements".
_SPECIAL = "'-!\"#$%&()*,./:;?@[]^_`{|}~+<=>"
_LONGEST_RANDOM = 256


def _bit_and(context: EvaluationContext, first: Any, second: Any) -> int:
    return integer(context, first) & integer(context, second)


def _to_base64(_context: EvaluationContext, source: str) -> str:
    return base64.b64encode(source.encode("utf-16-le", "surrogatepass")).decode()


def _to_utf8_hex(_context: EvaluationContext, source: str) -> str:
    # .NET replaces half of a surrogate pair by U+FFFD.
    whole = source.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return whole.encode().hex().upper()


def _from_base64(context: EvaluationContext, source: str, encoding: Any = ABSENT) -> str:
    name = str(encoding).lower() if given(encoding) else "unicode"
    codec = {"unicode": "utf-16-le", "ascii": "ascii", "utf8": "utf-8"}.get(name)
    if codec is None and name.lstrip("+-").isdigit():
        raise context.given_up(Doubt.NUMERIC_OPTION)
    if codec is None:
        raise Failure("bad_encoding", found=encoding)
    try:
        data = base64.b64decode(source, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Failure("not_base64") from error
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        context.unknowable(Doubt.INVALID_BYTES)
        return data.decode(codec, "replace")


def _component(context: EvaluationContext, dn: str, number: Any) -> str:
    """The value of the n-th part of a distinguished name, from the left (cloud sync reference)."""
    index = integer(context, number)
    parts = _dn_parts(dn)
    if not 1 <= index <= len(parts):
        context.unknowable(Doubt.COUNT_OUT_OF_RANGE)
        return ""
    return parts[index - 1].partition("=")[2].strip().replace("\\", "")


def _dn_parts(dn: str) -> list[str]:
    parts, escaped = [""], False
    for character in dn:
        if character == "," and not escaped:
            parts.append("")
        else:
            parts[-1] += character
        escaped = character == "\\" and not escaped
    return parts


def _sid(context: EvaluationContext, value: Any) -> str:
    """`S-1-5-21-…` from the bytes of a SID, which arrive as Base64."""
    if isinstance(value, bytes):
        data = value
    else:
        try:
            data = base64.b64decode(text(context, value) or "", validate=True)
        except (binascii.Error, ValueError) as error:
            raise Failure("not_base64") from error
    if len(data) < 8 or len(data) != 8 + 4 * data[1]:
        raise Failure("not_a_sid")
    authority = int.from_bytes(data[2:8], "big")
    rest = [int.from_bytes(data[8 + 4 * i : 12 + 4 * i], "little") for i in range(data[1])]
    return "-".join(["S", str(data[0]), str(authority), *map(str, rest)])


def _guid(context: EvaluationContext) -> str:
    import uuid  # looks the platform up when it is loaded

    return str(uuid.UUID(int=context.random.getrandbits(128), version=4))


def _random_string(
    context: EvaluationContext,
    length: Any,
    numbers: Any,
    special: Any,
    capital: Any,
    small: Any,
    avoid: Any = ABSENT,
) -> str:
    size = integer(context, length)
    wanted = [integer(context, item) for item in (numbers, special, capital, small)]
    if not 1 <= size <= _LONGEST_RANDOM or min(wanted) < 0 or sum(wanted) > size:
        raise Failure("random_length", length=size, limit=_LONGEST_RANDOM)
    avoided = (text(context, avoid) or "") if given(avoid) else ""
    pools = [[c for c in pool if c not in avoided] for pool in (_DIGITS, _SPECIAL, _CAPITALS, _SMALL)]
    everything = [c for pool in pools for c in pool]
    if not everything or any(count and not pool for count, pool in zip(wanted, pools, strict=True)):
        raise Failure("nothing_left")
    source = context.random
    chosen = [source.choice(pool) for count, pool in zip(wanted, pools, strict=True) for _ in range(count)]
    chosen += [source.choice(everything) for _ in range(size - len(chosen))]
    source.shuffle(chosen)
    return "".join(chosen)


BUILDERS: dict[str, Builder] = {
    "BitAnd": strict(_bit_and),
    "ConvertFromBase64": on_text(_from_base64),
    "ConvertToBase64": on_text(_to_base64),
    "ConvertToUTF8Hex": on_text(_to_utf8_hex),
    "DNComponent": on_text(_component),
    "Guid": strict(_guid),
    "RandomString": strict(_random_string),
    "StringFromSid": strict(_sid),
}
