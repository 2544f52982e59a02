"""Translate a .NET regular expression for the `regex` library.

Differences that are handled: the numbering of groups (unnamed first, then named), `(?'n'…)`, `\\z` and
`\\Z`, `\\w`, class subtraction, `[` inside classes, literal braces, escapes that only one of them supports,
possessive quantifiers (an error in .NET). What `regex` cannot express is refused as not reproducible:
balancing groups, conditions, options n and x. Source: .NET docs, "Regular expression language".
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from wizard.mapping.dotnet.pattern_errors import NotReproducibleError, PatternError

MAX_PATTERN = 4_000
MAX_GROUPS_DEEP = 50
MAX_WEIGHT = 20_000  # characters of the pattern with its counted repetitions written out; bounds memory


@dataclass(slots=True)
class Translation:
    """`pattern` for `regex` (version 1); `groups` from a .NET group name or number to the group's
    name there.
    """

    pattern: str
    groups: dict[str, str] = field(default_factory=dict)
    ignores_case: bool = False


_WORD = r"\p{L}\p{Mn}\p{Nd}\p{Pc}"
_QUANTIFIER = re.compile(r"\{[0-9]{1,9}(?:,[0-9]{0,9})?\}")
_NAMED = re.compile(r"\(\?(?:<([A-Za-z_0-9]+)>|'([A-Za-z_0-9]+)')")
_BALANCING = re.compile(r"\(\?[<'][A-Za-z_0-9]*-[A-Za-z_0-9]+[>']")
_OPTIONS = re.compile(r"\(\?([imnsx]*(?:-[imnsx]+)?)([:)])")
_BACKREFERENCE = re.compile(r"\\k(?:<([A-Za-z_0-9]+)>|'([A-Za-z_0-9]+)')")
_PROPERTY = re.compile(r"\\([pP])\{([A-Za-z0-9_-]+)\}")
_SAME_ESCAPES = frozenset("dDsSbBAGafnrt")


def translate(pattern: str) -> Translation:
    """The pattern for `regex`, in time linear in its length. Raises PatternError, NotReproducibleError."""
    if len(pattern) > MAX_PATTERN:
        raise NotReproducibleError
    return _Translator(pattern).run()


class _Translator:
    def __init__(self, pattern: str) -> None:
        self.source = pattern
        self.at = 0
        self.out: list[str] = []
        self.unnamed = 0
        self.names: dict[str, None] = {}
        self.open = 0
        self.ignores_case = False
        self.references: list[tuple[int, str]] = []  # position in `out`, and the .NET group
        self.repeatable = False  # whether a quantifier may follow
        self.weights = [0]  # of the open groups, innermost last
        self.last = 0  # weight of what a quantifier would repeat

    def run(self) -> Translation:
        while self.at < len(self.source):
            self._step(self.source[self.at])
        if self.open:
            raise PatternError("parentheses")
        groups = self._numbering()
        for place, name in self.references:
            if name not in groups:
                raise PatternError("reference")
            self.out[place] = f"(?P={groups[name]})"
        return Translation("".join(self.out), groups, self.ignores_case)

    def _numbering(self) -> dict[str, str]:
        groups = {"0": ""}
        groups |= {str(number): f"u{number}" for number in range(1, self.unnamed + 1)}
        for name in self.names:
            groups.setdefault(name, f"n_{name}")
        number = 1
        for name in self.names:
            if name.isdigit():
                continue
            while str(number) in groups:
                number += 1
            groups[str(number)] = f"n_{name}"
        return groups

    def _emit(self, text: str, width: int, *, repeatable: bool = True) -> None:
        self.out.append(text)
        self.at += width
        self.repeatable = repeatable
        if repeatable:
            self._weigh(1)

    def _weigh(self, weight: int) -> None:
        self.last = weight
        self.weights[-1] += weight
        if self.weights[-1] > MAX_WEIGHT:
            raise NotReproducibleError

    def _opened(self) -> None:
        self.open += 1
        self.weights.append(0)
        if self.open > MAX_GROUPS_DEEP:
            raise NotReproducibleError

    def _step(self, character: str) -> None:
        if character == "\\":
            self._escape()
        elif character == "[":
            self.out.append(self._class())
            self.repeatable = True
            self._weigh(1)
        elif character == "(":
            self._group()
        elif character == ")":
            if not self.open:
                raise PatternError("parentheses")
            self.open -= 1
            inside = self.weights.pop()
            self._emit(")", 1, repeatable=False)
            self.repeatable = True
            self._weigh(inside + 1)
        elif character in "*+?":
            self._quantifier(character)
        elif character == "{":
            match = _QUANTIFIER.match(self.source, self.at)
            if match:
                self._quantifier(match.group())
            else:
                self._emit(r"\{", 1)
        elif character == "|":
            self._emit("|", 1, repeatable=False)
        elif character in "^$":
            self._emit(character, 1)
        elif character == ".":
            self._emit(".", 1)
        else:
            self._emit(re.escape(character) if character in "}]#&~- " else character, 1)

    def _quantifier(self, text: str) -> None:
        if not self.repeatable:
            raise PatternError("quantifier")
        if text.startswith("{") and "," in text:
            low, high = text[1:-1].split(",")
            if high and int(high) < int(low):
                raise PatternError("range")
        if text.startswith("{"):
            most = max(int(number) for number in text[1:-1].split(",") if number)
            self._weigh(self.last * max(0, most - 1))
        self._emit(text, len(text), repeatable=False)
        if self.source[self.at : self.at + 1] == "?":
            self._emit("?", 1, repeatable=False)

    def _group(self) -> None:
        source, at = self.source, self.at
        if not source.startswith("(?", at):
            self.unnamed += 1
            self._opened()
            self._emit(f"(?P<u{self.unnamed}>", 1, repeatable=False)
            return
        if source.startswith("(?#", at):
            end = source.find(")", at)
            if end < 0:
                raise PatternError("comment")
            self.at = end + 1
            return
        for opening in ("(?:", "(?=", "(?!", "(?>", "(?<=", "(?<!"):
            if source.startswith(opening, at):
                self._opened()
                self._emit(opening, len(opening), repeatable=False)
                return
        named = _NAMED.match(source, at)
        if named:
            self._named(named.group(1) or named.group(2), named.end() - at)
            return
        options = _OPTIONS.match(source, at)
        if options:
            self._options(options.group(1), options.group(2), options.end() - at)
            return
        if _BALANCING.match(source, at) or source.startswith("(?(", at):
            raise NotReproducibleError
        raise PatternError("grouping")

    def _named(self, name: str, width: int) -> None:
        if name[0].isdigit() and (not name.isdigit() or name[0] == "0"):
            raise PatternError("group_name")
        if name.isdigit():
            raise NotReproducibleError  # explicit numbers may conflict with those of unnamed groups
        self.names[name] = None
        self._opened()
        self._emit(f"(?P<n_{name}>", width, repeatable=False)

    def _options(self, letters: str, closing: str, width: int) -> None:
        if "n" in letters or "x" in letters:
            raise NotReproducibleError
        self.ignores_case |= "i" in letters.split("-")[0]
        if closing == ":":
            self._opened()
        if letters in ("", "-") and closing == ")":
            raise PatternError("grouping")
        self._emit(f"(?{letters}{closing}", width, repeatable=False)

    def _escape(self) -> None:
        source, at = self.source, self.at
        following = source[at + 1 : at + 2]
        if not following:
            raise PatternError("trailing_backslash")
        named = _BACKREFERENCE.match(source, at)
        if named:
            self.references.append((len(self.out), named.group(1) or named.group(2)))
            self._emit("", named.end() - at)
            return
        if following in "<'":
            self._old_backreference(">" if following == "<" else "'")
            return
        if following in "123456789":
            digits = re.match(r"[0-9]+", source[at + 1 : at + 4])
            text = digits.group() if digits else following
            if len(text) > 1:
                raise NotReproducibleError  # a group or an octal number, depending on the number of groups
            self.references.append((len(self.out), text))
            self._emit("", 2)
            return
        if following == "w":
            self._emit(f"[{_WORD}]", 2)
        elif following == "W":
            self._emit(f"[^{_WORD}]", 2)
        elif following == "Z":
            self._emit(r"(?=\n?\Z)", 2)
        elif following == "z":
            self._emit(r"\Z", 2)
        elif following in _SAME_ESCAPES:
            self._emit("\\" + following, 2)
        else:
            text, width = self._character()
            self._emit(text, width)

    def _old_backreference(self, closing: str) -> None:
        # .NET still treats \<name> as a backreference when such a group exists.
        match = re.compile(rf"\\[<']([A-Za-z_][A-Za-z_0-9]*){closing}").match(self.source, self.at)
        if match and _mentions_group(self.source, match.group(1)):
            self.references.append((len(self.out), match.group(1)))
            self._emit("", match.end() - self.at)
        else:
            self._emit(re.escape(self.source[self.at + 1]), 2)

    def _character(self) -> tuple[str, int]:
        """An escape that stands for one character (or a property), and its width in the source."""
        source, at = self.source, self.at
        following = source[at + 1 : at + 2]
        match following:
            case "":
                raise PatternError("trailing_backslash")
            case "x" | "u":
                width = 2 if following == "x" else 4
                digits = source[at + 2 : at + 2 + width]
                if len(digits) != width or any(c not in "0123456789abcdefABCDEF" for c in digits):
                    raise PatternError("escape")
                return _literal(chr(int(digits, 16))), 2 + width
            case "c":
                letter = source[at + 2 : at + 3].upper()
                if not letter or not "@" <= letter <= "_":
                    raise PatternError("escape")
                return _literal(chr(ord(letter) - 64)), 3
            case "e":
                return r"\x1b", 2
            case "v":
                return r"\x0b", 2
            case "a" | "f" | "n" | "r" | "t":
                return "\\" + following, 2
            case "0":
                octal = re.match(r"[0-7]{1,3}", source[at + 1 : at + 4])
                text = octal.group() if octal else "0"
                return _literal(chr(int(text, 8))), 1 + len(text)
            case "p" | "P":
                return self._property()
        if following.isalnum() or following == "_":
            raise PatternError("escape")
        return _literal(following), 2

    def _property(self) -> tuple[str, int]:
        match = _PROPERTY.match(self.source, self.at)
        if match is None:
            raise PatternError("property")
        kind, name = match.groups()
        if name.startswith("Is"):
            block = {"IsGreek": "GreekandCoptic"}.get(name, name[2:])
            return f"\\{kind}{{Block={block}}}", match.end() - self.at
        if len(name) > 2:
            raise PatternError("property")
        return f"\\{kind}{{{name}}}", match.end() - self.at

    def _class(self, depth: int = 0) -> str:
        if depth > MAX_GROUPS_DEEP:
            raise NotReproducibleError
        parts = ["["]
        self.at += 1
        if self.source[self.at : self.at + 1] == "^":
            parts.append("^")
            self.at += 1
        first = True
        while True:
            character = self.source[self.at : self.at + 1]
            if not character:
                raise PatternError("class")
            if character == "]" and not first:
                self.at += 1
                parts.append("]")
                return "".join(parts)
            if character == "-" and self.source.startswith("-[", self.at) and not first:
                self.at += 1
                parts.append("--" + self._class(depth + 1))
                if self.source[self.at : self.at + 1] != "]":
                    raise PatternError("class")
                continue
            first = False
            item, single = self._class_item(character)
            if single and self._is_range():
                self.at += 1
                end, end_single = self._class_item(self.source[self.at])
                if not end_single or _code(end) < _code(item):
                    raise PatternError("range")
                item = f"{item}-{end}"
            parts.append(item)

    def _is_range(self) -> bool:
        following = self.source[self.at + 1 : self.at + 2]
        return self.source[self.at : self.at + 1] == "-" and following not in ("", "]", "[")

    def _class_item(self, character: str) -> tuple[str, bool]:
        if character != "\\":
            self.at += 1
            return _literal(character), True
        following = self.source[self.at + 1 : self.at + 2]
        if following in tuple("dDsS"):
            self.at += 2
            return "\\" + following, False
        if following in ("w", "W"):
            self.at += 2
            return (_WORD if following == "w" else f"[^{_WORD}]"), False
        if following == "b":
            self.at += 2
            return r"\x08", True
        if following in ("<", "'"):
            self.at += 2
            return _literal(following), True
        if following.isdigit() and following != "0":
            raise NotReproducibleError
        text, width = self._character()
        self.at += width
        return text, following not in ("p", "P")


def _mentions_group(source: str, name: str) -> bool:
    return f"(?<{name}>" in source or f"(?'{name}'" in source


def _literal(character: str) -> str:
    if character.isalnum() and character.isascii():
        return character
    code = ord(character)
    return f"\\x{code:02x}" if code < 256 else (f"\\u{code:04x}" if code < 65536 else f"\\U{code:08x}")


def _code(literal: str) -> int:
    if literal.startswith("\\"):
        named = {"\\a": 7, "\\f": 12, "\\n": 10, "\\r": 13, "\\t": 9}
        return named[literal] if literal in named else int(literal[2:], 16)
    return ord(literal)
