"""Changes real answers byte by byte, as broken and hostile servers do."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

# Pieces with a meaning somewhere between TCP and JSON: limits of numbers, separators, incomplete encodings.
TOKENS: tuple[bytes, ...] = (
    b"\r\n", b"\r\n\r\n", b"\n", b"\r", b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xc0\x80",
    b"-1", b"0", b"00", b"1e999", b"NaN", b"Infinity", b"9" * 40, b"18446744073709551616", b"0x10", b"2.5",
    b"null", b"true", b"{}", b"[]", b'""', b"[" * 5000, b'{"a":' * 5000, b'"\\ud800"', b'"\\u0000"', b"\\",
    b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 100 Continue\r\n\r\n",
    b"HTTP/9.9 ", b" 99 ", b" 999 ", b" 407 ", b" 304 ",
    b"Transfer-Encoding: chunked\r\n", b"Transfer-Encoding: gzip, chunked\r\n", b"Content-Length: 7\r\n",
    b"Content-Length: 99999999999999999999\r\n", b"Content-Encoding: gzip, gzip, deflate\r\n",
    b"Content-Encoding: br\r\n", b"Connection: close\r\n", b"Connection: upgrade\r\nUpgrade: h2c\r\n",
    b"Location: http://[::1\r\n", b"Location: //\x80\r\n", b"Location: http://a:99999/\r\n",
    b"Location: \r\n",
    b" folded: yes\r\n", b": no name\r\n", b"X: " + b"y" * 70000 + b"\r\n", b"ffffffffffffffff\r\n",
    b"</title>", b"<title", b"<!doctype html>", b'"totalResults":', b'"Resources":', b'"schemas":',
)  # fmt: skip

_LENGTH = re.compile(rb"Content-Length: -?\d+")
Change = Callable[[random.Random, bytearray], None]


def _flip(dice: random.Random, data: bytearray) -> None:
    if data:
        data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)


def _overwrite(dice: random.Random, data: bytearray) -> None:
    for _ in range(dice.randint(1, 8)):
        if data:
            data[dice.randrange(len(data))] = dice.randrange(256)


def _insert(dice: random.Random, data: bytearray) -> None:
    place = dice.randint(0, len(data))
    data[place:place] = dice.choice(TOKENS)


def _insert_line(dice: random.Random, data: bytearray) -> None:
    place = data.find(b"\r\n", dice.randint(0, max(1, len(data) // 2)))
    if place >= 0:
        data[place + 2 : place + 2] = dice.choice(TOKENS)


def _noise(dice: random.Random, data: bytearray) -> None:
    place = dice.randint(0, len(data))
    data[place:place] = dice.randbytes(dice.randint(1, 200))


def _delete(dice: random.Random, data: bytearray) -> None:
    start = dice.randint(0, len(data))
    del data[start : start + dice.randint(1, 40)]


def _cut(dice: random.Random, data: bytearray) -> None:
    del data[dice.randint(0, len(data)) :]


def _repeat(dice: random.Random, data: bytearray) -> None:
    start = dice.randint(0, len(data))
    piece = data[start : start + dice.randint(1, 60)]
    data[start:start] = piece * dice.randint(1, 30)


def _change_number(dice: random.Random, data: bytearray) -> None:
    digits = [place for place, byte in enumerate(data[:2000]) if 0x30 <= byte <= 0x39]
    if digits:
        place = dice.choice(digits)
        data[place : place + 1] = dice.choice(
            (b"-1", b"", b"0", b"9", b"99999999999999999999", b"1e9", b" ")
        )


_CHANGES: tuple[Change, ...] = (
    _flip, _overwrite, _insert, _insert_line, _noise, _delete, _cut, _repeat, _change_number,
)  # fmt: skip


def mutated(dice: random.Random, corpus: Sequence[bytes]) -> bytes:
    """A corpus answer with changes anywhere, or within the body only with its framing corrected.

    Most changes anywhere break HTTP itself: without the second kind few would reach the body.
    """
    data = bytearray(dice.choice(corpus))
    head, blank, body = data.partition(b"\r\n\r\n")
    if dice.random() < 0.5 and b"Content-Length" in head:
        _change(dice, body)
        return bytes(_LENGTH.sub(b"Content-Length: %d" % len(body), head) + blank + body)
    if dice.random() < 0.1:  # joined from two answers
        other = dice.choice(corpus)
        data[dice.randint(0, len(data)) :] = other[dice.randint(0, len(other)) :]
    _change(dice, data)
    return bytes(data)


def changed(dice: random.Random, data: bytes) -> bytes:
    """These bytes with one to four changes."""
    copy = bytearray(data)
    _change(dice, copy)
    return bytes(copy)


def _change(dice: random.Random, data: bytearray) -> None:
    for _ in range(dice.randint(1, 4)):
        dice.choice(_CHANGES)(dice, data)
