"""Damages what the program reads: JSON value by value, TOML word by word, any bytes."""

from __future__ import annotations

import copy
import json
import re
from typing import Any

from hypothesis import strategies as st

_DEEP: Any = json.loads("[" * 300 + "]" * 300)
_RAW = {"@@infinite@@": "1e999", "@@nan@@": "NaN", "@@long@@": "9" * 5000, "@@deep@@": "[" * 100_000}
"""What Python's JSON does not write, put into the text afterwards."""
_ODD_TEXTS = (
    "", " ", "\x00", "\x1b[31m", "\u202e", "\ud800", "İ", "é" * 3000, "%s%n", "{0}", "{name}", "'", '"',
    "..", "/",
    "1970-01-01T00:00:00Z", "9999-12-31T23:59:59.9999999Z", "2026-02-30T00:00:00Z", "2026-01-01",
    "-0001-01-01T00:00:00Z",
    "https://[", "https://a:99999/", "http://\ud800", "a" * 70_000, *_RAW,
)  # fmt: skip
_ODD_VALUES = st.one_of(
    st.sampled_from((None, True, False, 0, -1, 2**63, 10**30, 0.5, -1e308, [], {}, [None], [[]],
                     {"": None}, _DEEP)),
    st.sampled_from(_ODD_TEXTS),
    st.text(max_size=8),
).map(copy.deepcopy)  # fmt: skip
_ODD_WORDS = ("true", "1e999", "nan", "9" * 5000, "1979-05-27", "[]", "{}", "[[", '"""', "'", "\x00",
              "\ufeff", "#", "=", "[" * 3000, "a." * 3000 + "a", "0x", '"\\ud800"', "{" * 1000,
              "inf", "07:32:00")  # fmt: skip
_WORD = re.compile(r"\"[^\"]*\"|[\w@.+-]+|[^\w\s]")


@st.composite
def damaged_json(draw: st.DrawFn, seeds: list[Any]) -> bytes:
    """One of the seeds as JSON, with up to four values that no writer would put there."""
    document = copy.deepcopy(draw(st.sampled_from(seeds)))
    for _ in range(draw(st.integers(1, 4))):
        document = _changed(draw, document)
    text = json.dumps(document, ensure_ascii=draw(st.booleans()))
    for mark, raw in _RAW.items():
        text = text.replace(f'"{mark}"', raw)
    return draw(_maybe_cut(text.encode("utf-8", "surrogatepass")))


@st.composite
def damaged_text(draw: st.DrawFn, seeds: list[str]) -> bytes:
    """One of the seeds with up to four words replaced, repeated or removed."""
    text = draw(st.sampled_from(seeds))
    for _ in range(draw(st.integers(1, 4))):
        words = list(_WORD.finditer(text)) or [re.match("", text)]
        word = draw(st.sampled_from(words))
        assert word is not None
        new = draw(
            st.one_of(st.sampled_from(_ODD_WORDS), st.just(word[0] * 2), st.just(""), st.text(max_size=6))
        )
        text = text[: word.start()] + new + text[word.end() :]
    return draw(_maybe_cut(text.encode("utf-8", "surrogatepass")))


@st.composite
def _maybe_cut(draw: st.DrawFn, data: bytes) -> bytes:
    kind = draw(st.sampled_from(("whole",) * 6 + ("cut", "byte", "utf-16", "empty", "noise")))
    place = draw(st.integers(0, max(0, len(data) - 1)))
    if kind == "cut":
        return data[:place]
    if kind == "byte":
        return data[:place] + draw(st.binary(min_size=1, max_size=3)) + data[place + 1 :]
    if kind == "utf-16":
        return data.decode("utf-8", "replace").encode("utf-16")
    return {"empty": b"", "noise": draw(st.binary(max_size=40))}.get(kind, data)


def _changed(draw: st.DrawFn, document: Any) -> Any:
    """The document with one value in it replaced, removed, doubled or wrapped."""
    if not isinstance(document, dict | list) or not document or draw(st.integers(0, 5)) == 0:
        return draw(_ODD_VALUES)
    key = (
        draw(st.sampled_from(sorted(document)))
        if isinstance(document, dict)
        else draw(st.integers(0, len(document) - 1))
    )
    inside = document[key]
    how = draw(st.sampled_from(("inside", "inside", "inside", "odd", "gone", "wrapped", "text")))
    if how == "gone":
        del document[key]
    elif how == "wrapped":
        document[key] = [inside]
    elif how == "text":
        document[key] = str(inside)
    else:
        document[key] = _changed(draw, inside) if how == "inside" else draw(_ODD_VALUES)
    return document
