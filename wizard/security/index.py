"""Searches texts for parts of secrets. Holds pieces of letters, never complete secrets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import NamedTuple

from wizard.security.encodings import Shapes, decoded_text, key_halves, letters, shapes, token_shapes

RUN = 8  # a run of this many common letters is always hidden
_GRAM = 4  # letters in a piece: finds a run at every fifth position, and is counted when a key was cut up
_FRAGMENTS = 0.4  # this share of a shape's pieces close together hides everything between them
_FEWEST = 12  # minimum number of pieces of a shape for that
_WINDOW, _STEP = 600, 300  # distance in letters that counts as close together
_SHORTEST = 6  # characters; shorter secrets would hide ordinary words
_TOKEN = 256  # characters; longer secrets are tokens
_LONGEST = 40_000  # characters
_BLOCK, _COARSE_RUN = 8, 15  # common letters with coarse shapes and tokens, compared in blocks
_TOO_ALIKE = 16  # letters, or half of a shape, in common with a public text: the secret was pasted there


@dataclass(frozen=True, slots=True)
class Pattern:
    """What to search for because of one secret.

    `words` are its short parts, searched literally. `shown` are shapes of a part that is not secret by
    itself.
    """

    shapes: Shapes = field(default_factory=Shapes)
    words: frozenset[str] = frozenset()
    shown: frozenset[str] = frozenset()


def pattern(secret: str) -> Pattern:
    """Build the pattern of a secret; empty for less than six characters and for entire documents, which are
    not keys.
    """
    text = secret.strip()
    if not _SHORTEST <= len(text) <= _LONGEST:
        return Pattern()
    if len(text) > _TOKEN:
        return Pattern(token_shapes(text))
    found, words, shown = shapes(text), {text}, Shapes()
    halves = key_halves(text)
    if halves is not None:
        user, key = halves
        found |= shapes(f"{user}:{key}") | shapes(key)
        words.add(key)
        if any(each.isdigit() for each in user):
            words.add(user)
        else:  # a word such as "provisioning": hidden only beside the other half
            shown = shapes(user)
    elif len(letters(decoded_text(text))) >= RUN:
        found |= shapes(decoded_text(text))
    return Pattern(found, frozenset(filter(_is_short, words)), shown.all())


def _is_short(word: str) -> bool:
    """Whether runs would miss a word: it has too few letters, or only digits."""
    return len(word) >= _SHORTEST and (len(letters(word)) < RUN or letters(word).isdigit())


class _Shape(NamedTuple):
    """One shape of a key, prepared for comparison."""

    runs: frozenset[str]
    grams: frozenset[str]


@lru_cache(maxsize=512)
def _prepared(each: Pattern, public: tuple[str, ...] = ()) -> tuple[_Shape, ...]:
    """A key's shapes, without the letters they have in common with public texts."""
    found = []
    for shape in each.shapes.fine:
        too_alike = min(_TOO_ALIKE, len(shape) // 2 + 1)
        seen = [text for text in public if not _shares(text, shape, too_alike)]
        seen += each.shown
        runs = frozenset(run for run in pieces(shape, RUN) if not run.isdigit()) - _all_pieces(seen, RUN)
        grams = pieces(shape, _GRAM) - _all_pieces(seen, _GRAM)
        found.append(_Shape(runs, grams if len(grams) >= _FEWEST else frozenset()))
    return tuple(found)


@lru_cache(maxsize=512)
def _all_grams(each: Pattern) -> frozenset[str]:
    return _all_pieces(each.shapes.fine, _GRAM)


@dataclass(frozen=True)
class Index:
    """All patterns, prepared for searching. Immutable, so any thread may use it.

    `public` are texts anyone may see, such as the host name: what a secret has in common with them stays
    visible.
    """

    patterns: tuple[Pattern, ...] = ()
    public: tuple[str, ...] = ()

    @cached_property
    def _shapes(self) -> tuple[_Shape, ...]:
        grams = {text: pieces(text, _GRAM) for text in map(letters, self.public)}
        found: list[_Shape] = []
        for each in self.patterns:
            shared = tuple(text for text in grams if not grams[text].isdisjoint(_all_grams(each)))
            found += _prepared(each, shared)
        return tuple(found)

    @cached_property
    def _runs(self) -> frozenset[str]:
        return frozenset[str]().union(*(each.runs for each in self._shapes))

    @cached_property
    def _grams(self) -> frozenset[str]:
        return frozenset(run[:_GRAM] for run in self._runs) | frozenset(
            run[start : start + _GRAM] for run in self._runs for start in range(1, RUN - _GRAM + 1)
        )

    @cached_property
    def _fragments(self) -> tuple[frozenset[str], ...]:
        return tuple(each.grams for each in self._shapes if each.grams)

    @cached_property
    def _fewest_common(self) -> float:
        """Pieces a text must have for a key that was cut up."""
        return min((_FRAGMENTS * len(each) for each in self._fragments), default=float("inf"))

    @cached_property
    def _coarse(self) -> tuple[str, ...]:
        return tuple(
            shape for each in self.patterns for shape in each.shapes.coarse if len(shape) >= _COARSE_RUN
        )

    @cached_property
    def _blocks(self) -> frozenset[str]:
        return frozenset(
            shape[start : start + _BLOCK]
            for shape in self._coarse
            for start in range(0, len(shape) - _BLOCK + 1, _BLOCK)
        )

    @cached_property
    def _words(self) -> re.Pattern[str] | None:
        public = {part for text in self.public for part in re.split(r"[\W_]+", text.casefold())}
        words = {word for each in self.patterns for word in each.words if word.casefold() not in public}
        if not words:
            return None
        wanted = sorted(words, key=len, reverse=True)
        return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, wanted))})(?!\w)")

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Find secrets. Returns start and end of each in the text, in order, without overlaps."""
        if not self.patterns:
            return []
        found = [match.span() for match in self._words.finditer(text)] if self._words else []
        text = _without(text, found)
        plain = letters(text)
        inside = merged([*self._run_spans(plain), *self._block_spans(plain)])
        inside += self._fragment_spans(_without(plain, inside))
        if inside:
            places = list(_places(text))
            found += [(places[start], _padded(text, places[end - 1] + 1)) for start, end in inside]
        return merged(found)

    def _run_spans(self, plain: str) -> Iterator[tuple[int, int]]:
        grams, runs = self._grams, self._runs
        if not runs:
            return
        last = len(plain) - RUN
        # Five positions in a row include the start of a piece of every run, so every fifth position is
        # enough.
        for place in range(0, len(plain) - _GRAM + 1, RUN - _GRAM + 1):
            if plain[place : place + _GRAM] in grams:
                for start in range(max(0, place - (RUN - _GRAM)), min(place, last) + 1):
                    if plain[start : start + RUN] in runs:
                        yield start, start + RUN

    def _block_spans(self, plain: str) -> Iterator[tuple[int, int]]:
        blocks, done = self._blocks, 0
        if not blocks:
            return
        for place in range(len(plain) - _BLOCK + 1):
            if place < done or plain[place : place + _BLOCK] not in blocks:
                continue
            for start in range(max(done, place - (_COARSE_RUN - _BLOCK)), place + 1):
                end = self._end_of_stretch(plain, start)
                if end:
                    done = end
                    yield start, end
                    break

    def _end_of_stretch(self, plain: str, start: int) -> int:
        """Find where the letters from `start` on no longer belong to a token; 0 when they never do."""
        run = plain[start : start + _COARSE_RUN]
        ends = [0]
        for shape in self._coarse if len(run) == _COARSE_RUN else ():
            inside = shape.find(run)
            if inside >= 0:
                end = start
                while end < len(plain) and inside < len(shape) and plain[end] == shape[inside]:
                    end, inside = end + 1, inside + 1
                ends.append(end)
        return max(ends)

    def _fragment_spans(self, plain: str) -> Iterator[tuple[int, int]]:
        if len(plain) - _GRAM + 1 < self._fewest_common:
            return
        everywhere = pieces(plain, _GRAM)
        wanted = [each for each in self._fragments if len(each & everywhere) >= _FRAGMENTS * len(each)]
        for start in range(0, max(1, len(plain) - _STEP), _STEP) if wanted else ():
            window = plain[start : start + _WINDOW]
            here = pieces(window, _GRAM)
            for shape in wanted:
                common = shape & here
                if len(common) >= _FRAGMENTS * len(shape):
                    places = [i for i in range(len(window)) if window[i : i + _GRAM] in common]
                    yield start + places[0], start + places[-1] + _GRAM


def pieces(text: str, length: int) -> frozenset[str]:
    """Every run of `length` letters."""
    return frozenset(text[start : start + length] for start in range(len(text) - length + 1))


def merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Merge spans that touch or overlap."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _without(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Replace these places with a character that is not a letter."""
    for start, end in spans:
        text = text[:start] + "\0" * (end - start) + text[end:]
    return text


def _padded(text: str, end: int) -> int:
    """Extend a span at the end of Base64 over its padding."""
    while end < len(text) and text[end] == "=":
        end += 1
    return end


def _all_pieces(texts: Iterable[str], length: int) -> frozenset[str]:
    return frozenset[str]().union(*(pieces(each, length) for each in texts))


def _shares(one: str, other: str, length: int) -> bool:
    return any(one[start : start + length] in other for start in range(len(one) - length + 1))


def _places(text: str) -> Iterator[int]:
    """Return the position in the text of each letter in `letters(text)`."""
    for index, letter in enumerate(text):
        for folded in letter.casefold():
            if folded.isalnum():
                yield index
