"""Finding secrets in a text by what they have in common with it. Knows letters, never whole secrets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import NamedTuple

from wizard.security.encodings import Shapes, decoded_text, key_halves, letters, shapes, token_shapes

RUN = 8  # letters in common that are hidden wherever they are
_GRAM = 4  # pieces that betray a run at every fifth place, and a key cut into crumbs by their number
_CRUMBS = 0.4  # of a shape's pieces close together, from which on all between them is hidden
_FEWEST = 12  # pieces a shape must have for that
_WINDOW, _STEP = 600, 300  # letters that count as close together
_SHORTEST = 6  # characters; shorter secrets would blot out ordinary words
_TOKEN = 256  # characters from which on a secret is a token
_LONGEST = 40_000  # characters
_BLOCK, _COARSE_RUN = 8, 15  # letters in common with coarse shapes and tokens, block by block
_TOO_ALIKE = 16  # letters, or half of a shape, in common with a public text: the secret was pasted there


@dataclass(frozen=True, slots=True)
class Pattern:
    """What to look for on behalf of one secret.

    `words` are its short parts, looked for as they are. `shown` are shapes of a part that is no secret on
    its own.
    """

    shapes: Shapes = field(default_factory=Shapes)
    words: frozenset[str] = frozenset()
    shown: frozenset[str] = frozenset()


def pattern(secret: str) -> Pattern:
    """What to look for: nothing for less than six characters and for whole documents, which are no keys."""
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
        else:  # a word such as "provisioning": hidden beside the other half only
            shown = shapes(user)
    elif len(letters(decoded_text(text))) >= RUN:
        found |= shapes(decoded_text(text))
    return Pattern(found, frozenset(filter(_is_short, words)), shown.all())


def _is_short(word: str) -> bool:
    """Whether runs would miss a word: too few letters, or nothing but digits."""
    return len(word) >= _SHORTEST and (len(letters(word)) < RUN or letters(word).isdigit())


class _Shape(NamedTuple):
    """One shape of a key, ready for comparing."""

    runs: frozenset[str]
    grams: frozenset[str]


@lru_cache(maxsize=512)
def _prepared(each: Pattern, public: tuple[str, ...] = ()) -> tuple[_Shape, ...]:
    """A key's shapes without what may be seen: what the public texts' letters have in common with them."""
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
    """All patterns ready for searching; never changed, so any thread may use it.

    `public` are texts everybody may see, such as the host's name: what a secret shares with them stays.
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
    def _crumbs(self) -> tuple[frozenset[str], ...]:
        return tuple(each.grams for each in self._shapes if each.grams)

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
        """Where secrets are, as start and end in the text, in order and apart from one another."""
        if not self.patterns:
            return []
        found = [match.span() for match in self._words.finditer(text)] if self._words else []
        text = _without(text, found)
        plain = letters(text)
        inside = merged([*self._run_spans(plain), *self._block_spans(plain)])
        inside += self._crumb_spans(_without(plain, inside))
        if inside:
            places = list(_places(text))
            found += [(places[start], _padded(text, places[end - 1] + 1)) for start, end in inside]
        return merged(found)

    def _run_spans(self, plain: str) -> Iterator[tuple[int, int]]:
        grams, runs = self._grams, self._runs
        if not runs:
            return
        last = len(plain) - RUN
        # Five places in a row begin a piece of every run, so looking at each fifth place is enough.
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
        """Where the letters from `start` on cease to be those of a token; 0 when they are none."""
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

    def _crumb_spans(self, plain: str) -> Iterator[tuple[int, int]]:
        everywhere = pieces(plain, _GRAM)
        wanted = [each for each in self._crumbs if len(each & everywhere) >= _CRUMBS * len(each)]
        for start in range(0, max(1, len(plain) - _STEP), _STEP) if wanted else ():
            window = plain[start : start + _WINDOW]
            here = pieces(window, _GRAM)
            for shape in wanted:
                common = shape & here
                if len(common) >= _CRUMBS * len(shape):
                    places = [i for i in range(len(window)) if window[i : i + _GRAM] in common]
                    yield start + places[0], start + places[-1] + _GRAM


def pieces(text: str, length: int) -> frozenset[str]:
    """Every run of so many letters."""
    return frozenset(text[start : start + length] for start in range(len(text) - length + 1))


def merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans that touch or overlap as one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _without(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with something that is no letter in these places."""
    for start, end in spans:
        text = text[:start] + "\0" * (end - start) + text[end:]
    return text


def _padded(text: str, end: int) -> int:
    """The end of what is Base64 includes its padding."""
    while end < len(text) and text[end] == "=":
        end += 1
    return end


def _all_pieces(texts: Iterable[str], length: int) -> frozenset[str]:
    return frozenset[str]().union(*(pieces(each, length) for each in texts))


def _shares(one: str, other: str, length: int) -> bool:
    return any(one[start : start + length] in other for start in range(len(one) - length + 1))


def _places(text: str) -> Iterator[int]:
    """For every letter of `letters(text)` where in the text it stands."""
    for index, letter in enumerate(text):
        for folded in letter.casefold():
            if folded.isalnum():
                yield index
