"""Matching and replacing with .NET semantics and a time limit."""

from __future__ import annotations

import functools
import re as _re
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from wizard.mapping.dotnet.pattern_errors import NotReproducibleError, PatternError

if TYPE_CHECKING:
    import regex

TIMEOUT = 0.25  # seconds for one value; a slower pattern is unusable for a directory
MOST_TIMEOUTS = 12  # values for which a pattern may be too slow before it is not evaluated any more
_REFERENCE = _re.compile(r"\$(?:(\d+)|\{(\w+)\}|([$&`'+_]))")


class SlowError(Exception):
    """The pattern is too slow on this value."""


class LongError(Exception):
    """The result exceeds the length limit."""


class Regex:
    """A compiled .NET pattern."""

    def __init__(self, pattern: str) -> None:
        # Loaded with the first pattern: `regex` takes longer than all the rest of the expression language.
        import regex

        from wizard.mapping.dotnet.pattern import translate

        translation = translate(pattern)
        try:
            self._compiled: regex.Pattern[str] = regex.compile(translation.pattern, regex.V1)
        except (regex.error, RecursionError, OverflowError, MemoryError, ValueError) as error:
            # The translation is valid; what `regex` still refuses is a limit of that library.
            raise NotReproducibleError from error
        self._groups: Mapping[str, str] = translation.groups
        self.ignores_case = translation.ignores_case
        self._slow = 0

    def has_group(self, name: str) -> bool:
        """Whether `name` (or a number) is a group of the pattern."""
        return name in self._groups

    def found(self, text: str) -> bool:
        """`Regex.IsMatch`: a match anywhere. Raises SlowError."""
        return self._timed(lambda: self._compiled.search(text, timeout=TIMEOUT)) is not None

    def whole(self, text: str) -> bool:
        """A match over the whole text. Raises SlowError."""
        return self._timed(lambda: self._compiled.fullmatch(text, timeout=TIMEOUT)) is not None

    def group(self, text: str, name: str) -> str | None:
        """The value of a group in the first match; None without a match. Raises SlowError."""
        match = self._timed(lambda: self._compiled.search(text, timeout=TIMEOUT))
        return None if match is None else (match.group(self._groups[name]) or "")

    def spans(self, text: str, name: str) -> list[tuple[int, int]]:
        """The spans of the group, match by match; matches without the group are omitted.

        Raises SlowError.
        """
        key = self._groups[name] or 0
        found = self._all(text)
        return [match.span(key) for match in found if match.span(key) != (-1, -1)]

    def replace(self, text: str, replacement: str, longest: int = sys.maxsize) -> str:
        """`Regex.Replace`: replace every match by the replacement pattern (`$1`, `${name}`, `$$` …).

        Raises SlowError, and LongError beyond `longest` characters.
        """
        parts: list[str] = []
        end, length = 0, len(text)
        for match in self._all(text):
            expanded = self._expand(match, replacement)
            length += len(expanded)
            if length > longest:
                raise LongError
            parts += (text[end : match.start()], expanded)
            end = match.end()
        parts.append(text[end:])
        return "".join(parts)

    def _all(self, text: str) -> list[regex.Match[str]]:
        found: list[regex.Match[str]] = self._timed(
            lambda: list(self._compiled.finditer(text, timeout=TIMEOUT))
        )
        return found

    def _timed(self, work: Any) -> Any:
        if self._slow >= MOST_TIMEOUTS:
            raise SlowError
        try:
            return work()
        except (TimeoutError, MemoryError) as error:
            self._slow += 1
            raise SlowError from error

    def _expand(self, match: regex.Match[str], replacement: str) -> str:
        if "$" not in replacement:
            return replacement
        return _REFERENCE.sub(lambda reference: self._referenced(match, reference), replacement)

    def _referenced(self, match: regex.Match[str], reference: _re.Match[str]) -> str:
        digits, name, mark = reference.groups()
        if digits:
            # The longest number that is a group; the other digits are text.
            for length in range(len(digits), 0, -1):
                number = digits[:length]
                if number in self._groups:
                    return self._value(match, number) + digits[length:]
            return reference.group()
        if name:
            return self._value(match, name) if name in self._groups else reference.group()
        match mark:
            case "$":
                return "$"
            case "&":
                return str(match.group())
            case "`":
                return str(match.string[: match.start()])
            case "'":
                return str(match.string[match.end() :])
            case "_":
                return str(match.string)
            case _:
                numbers = [int(key) for key in self._groups if key.isdigit()]
                return self._value(match, str(max(numbers)))

    def _value(self, match: regex.Match[str], group: str) -> str:
        key = self._groups[group]
        return str(match.group(key) or "") if key else str(match.group())


@functools.lru_cache(maxsize=512)
def compiled(pattern: str) -> Regex:
    """The pattern, compiled once. Raises PatternError, NotReproducibleError."""
    return Regex(pattern)


__all__ = ["LongError", "NotReproducibleError", "PatternError", "Regex", "SlowError", "compiled"]
