"""The syntax tree of a mapping expression. Positions are text offsets and do not affect equality."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class AttributeNode:
    """`[name]`: an attribute of the person, with its name as written (Entra's names are case-sensitive)."""

    name: str
    position: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class TextNode:
    """A quoted constant, unescaped.

    `written` keeps the original text when it has an escape that may mean a control character.
    """

    value: str
    position: int = field(default=0, compare=False)
    written: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written: `7`, `-10`, `&HF`."""

    literal: str
    position: int = field(default=0, compare=False)

    @property
    def value(self) -> int:
        """The integer value; `&H` numbers are hexadecimal as in Visual Basic."""
        if self.literal[:2] in ("&H", "&h"):
            return int(self.literal[2:], 16)
        return int(self.literal)


@dataclass(frozen=True, slots=True)
class NameNode:
    """A keyword: `vbTextCompare`, `UTF8`, `IgnoreAttributeFlow`."""

    name: str
    position: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Variable:
    """`%name%`: a setting of the synchronization; only cloud sync is known to fill it."""

    name: str
    position: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class CallNode:
    """A function call. An argument None is empty, which differs from `""`."""

    name: str
    arguments: tuple[Node | None, ...]
    position: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Comparison:
    """`left operator right`, as used in the condition of IIF and in CBool."""

    operator: str
    left: Node
    right: Node
    position: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Concatenation:
    """`a & b`: two or more concatenated operands; only cloud sync pages show it."""

    operands: tuple[Node, ...]
    position: int = field(default=0, compare=False)


Node: TypeAlias = (
    AttributeNode | TextNode | Number | NameNode | Variable | CallNode | Comparison | Concatenation
)

OPERATORS = ("<>", "<=", ">=", "=", "<", ">")


def attributes(node: Node) -> tuple[str, ...]:
    """Names of all attributes the expression reads, each once, in reading order."""
    found: dict[str, None] = {}
    waiting: list[Node] = [node]
    while waiting:
        current = waiting.pop()
        if isinstance(current, AttributeNode):
            found[current.name] = None
        waiting.extend(reversed(children(current)))
    return tuple(found)


def children(node: Node) -> tuple[Node, ...]:
    """The operands directly below a node, without empty arguments."""
    if isinstance(node, CallNode):
        return tuple(argument for argument in node.arguments if argument is not None)
    if isinstance(node, Comparison):
        return (node.left, node.right)
    if isinstance(node, Concatenation):
        return node.operands
    return ()
