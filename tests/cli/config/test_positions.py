"""Every name and value of a TOML file has its line and column."""

from __future__ import annotations

import tomllib
from typing import Any

import tomli_w
from hypothesis import given, settings
from hypothesis import strategies as st

from wizard.cli.config.positions import DEEPEST, MOST_PARTS, Position, Positions, TomlPath

TEXT = """\
# a comment = 1
top = 1   # another
"quoted \\"name\\"" = '''
[not.a.table]
x = 1'''
[people.'and more']
dotted.name = { a = [1, { b = "]" }], "c.d" = 1979-05-27 07:32:00Z }
[[rows]]
x = 1
[[rows]]
[rows.inner]
y = \"\"\"a "quoted" text\"\"\"
"""


def all_paths(data: Any, path: TomlPath = ()) -> set[TomlPath]:
    members: Any = data.items() if isinstance(data, dict) else enumerate(data)
    found = {path} if path else set()
    for name, value in members:
        found |= all_paths(value, (*path, name)) if isinstance(value, dict | list) else {(*path, name)}
    return found


def test_names_and_values_have_their_places() -> None:
    where = Positions(TEXT)
    assert where.too_much is None
    assert all_paths(tomllib.loads(TEXT)) <= where.paths | {("people",)}
    places = {
        ("top",): ((2, 1), (2, 7)),
        ('quoted "name"',): ((3, 1), (3, 21)),
        ("people", "and more"): ((6, 1), (6, 1)),
        ("people", "and more", "dotted", "name", "a", 1, "b"): ((7, 27), (7, 31)),
        ("people", "and more", "dotted", "name", "c.d"): ((7, 39), (7, 47)),
        ("rows", 0, "x"): ((9, 1), (9, 5)),
        ("rows", 1): ((10, 1), (10, 1)),
        ("rows", 1, "inner", "y"): ((12, 1), (12, 5)),
    }
    found = {path: (where.key(path), where.value(path)) for path in places}
    assert found == {path: (Position(*key), Position(*value)) for path, (key, value) in places.items()}


def test_what_is_not_there_is_at_what_is_around_it() -> None:
    where = Positions("[people]\nassign = [{ role = 'x' }]\n")
    assert where.key(("people", "assign", 0, "name")) == Position(2, 11)
    assert where.value(("people", "scope")) == Position(1, 1)
    assert where.value(("nothing",)) == Position(1, 1)


names = st.text(min_size=1, max_size=8)
values = st.recursive(
    st.one_of(st.booleans(), st.integers(-(10**12), 10**12), st.text(max_size=20), st.dates(), st.floats()),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(names, inner, min_size=1, max_size=3)
    ),
    max_leaves=8,
)


@given(st.dictionaries(names, values, max_size=4))
@settings(max_examples=150, deadline=None)
def test_nothing_of_a_file_is_overlooked(data: dict[str, Any]) -> None:
    text = tomli_w.dumps(data)
    where = Positions(text)
    if where.too_much is None:
        assert all_paths(tomllib.loads(text)) <= _with_parents(where.paths)


def _with_parents(paths: frozenset[TomlPath]) -> set[TomlPath]:
    return {path[:length] for path in paths for length in range(1, len(path) + 1)}


@given(st.text(alphabet="[]{}=.,'\"\\#\n\t ab1", max_size=60))
@settings(max_examples=300, deadline=None)
def test_no_text_makes_it_fail(text: str) -> None:
    Positions(text).value(("a", 0, "b"))


def test_bounds_are_those_that_are_told() -> None:
    fits = "x = " + "[" * (DEEPEST + 1) + "]" * (DEEPEST + 1)
    assert Positions(fits).too_much is None
    found = Positions(fits.replace("= [", "= [[") + "]").too_much
    assert found is not None
    assert found.why == "too_deep"
    parts = ".".join("a" * MOST_PARTS)
    assert Positions(f"{parts} = 1").too_much is None
    found = Positions(f"{parts}.a = 1").too_much
    assert found is not None
    assert (found.why, found.at) == ("too_many_parts", Position(1, 2 * MOST_PARTS + 1))
