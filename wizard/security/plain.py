"""Text from outside made harmless for a terminal: names, error pages and files may hold anything.

A terminal obeys what an escape character begins: it changes its title, hides lines or types for the
person. Marks for the direction of writing show a text in another order than it has. Both are written as
JSON escapes, which leaves JSON valid and shows people that something is there.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TextIO

# Every control character but tab and line feed, the marks, overrides and isolates of Unicode's
# bidirectional algorithm, its two separators, and letters without width. Joiners stay between letters that
# need them, as in Persian names and many emoji.
_HARMFUL = (
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
    "|(?<![^\x00-\x7f])[\u200c\u200d]|[\u200c\u200d](?![^\x00-\x7f])"
)


def plain(text: str) -> str:
    """The text with `\\u001b` and the like in place of what a terminal would obey."""
    return re.sub(_HARMFUL, _escaped, text.replace("\r\n", "\n"))


def _escaped(found: re.Match[str]) -> str:
    units = found[0].encode("utf-16-be")
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))


class PlainStream:
    """A text stream that writes everything as `plain` does; otherwise it is the one it stands for."""

    def __init__(self, stream: TextIO) -> None:
        self.behind = stream

    def write(self, text: str) -> int:
        """Write the text; returns its length."""
        self.behind.write(plain(text))
        return len(text)

    def writelines(self, lines: Iterable[str]) -> None:
        """Write these texts."""
        for each in lines:
            self.write(each)

    def __iter__(self) -> Iterator[str]:
        return iter(self.behind)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.behind, name)


def behind(stream: TextIO) -> TextIO:
    """The stream itself, for code that controls the terminal and makes its texts plain by itself."""
    return stream.behind if isinstance(stream, PlainStream) else stream


@contextmanager
def plain_output() -> Iterator[None]:
    """Both standard streams write plainly during the block."""
    before = sys.stdout, sys.stderr
    for name, stream in zip(("stdout", "stderr"), before, strict=True):
        if stream is not None and not isinstance(stream, PlainStream):
            setattr(sys, name, PlainStream(stream))
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before
