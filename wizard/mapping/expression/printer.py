"""Print a syntax tree as Graph does; parsing the result gives the same tree."""

from __future__ import annotations

from wizard.mapping.expression.tokens import quote
from wizard.mapping.expression.tree import (
    AttributeNode,
    CallNode,
    Comparison,
    Concatenation,
    NameNode,
    Node,
    Number,
    TextNode,
    Variable,
)

_WIDTH = 88


def to_text(node: Node) -> str:
    """Print on one line. Empty arguments keep their position: `Switch([x], , "a", "b")`."""
    match node:
        case AttributeNode(name):
            return f"[{name}]"
        case TextNode(value, _, written):
            return f'"{written}"' if written else quote(value)
        case Number(literal):
            return literal
        case NameNode(name):
            return name
        case Variable(name):
            return f"%{name}%"
        case CallNode(name, arguments):
            return f"{name}({', '.join('' if item is None else to_text(item) for item in arguments)})"
        case Comparison(operator, left, right):
            return f"{to_text(left)} {operator} {to_text(right)}"
        case Concatenation(operands):
            return " & ".join(to_text(item) for item in operands)


def to_lines(node: Node) -> str:
    """Print for reading: a long call gets one argument per line. Parsing gives the same tree."""
    return _laid_out(node, 0)


def _laid_out(node: Node, indent: int) -> str:
    flat = to_text(node)
    if len(flat) + indent <= _WIDTH:
        return flat
    match node:
        case CallNode(name, arguments) if arguments:
            inner = " " * (indent + 4)
            parts = ["" if item is None else _laid_out(item, indent + 4) for item in arguments]
            return f"{name}(\n{inner}" + f",\n{inner}".join(parts) + f"\n{' ' * indent})"
        case Comparison(operator, left, right):
            return f"{_laid_out(left, indent)} {operator} {_laid_out(right, indent)}"
        case Concatenation(operands):
            return " & ".join(_laid_out(item, indent) for item in operands)
        case _:
            return flat
