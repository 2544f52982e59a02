"""JSON where another shape is expected: every kind of value, in every nesting that matters to a parser.

Nested shapes come from a list: a recursive strategy would spend most of its time growing them, several
times in each example, and finds no other kinds.
"""

from __future__ import annotations

from copy import deepcopy

from hypothesis import strategies as st

_NESTED = (
    [],
    {},
    [None],
    [[]],
    [{}],
    ["x", 1, True],
    [["x"], {"a": None}],
    {"": None},
    {"name": "x"},
    {"name": ["x"], "clauses": {}},
    {"values": None},
    {"values": "x"},
    {"values": [1, None, "x", {}]},
    {"groups": [{"clauses": [{"operatorName": "EQUALS"}]}]},
    [{"name": 7, "clauses": [[], None, "x"]}],
)

JSON = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(max_size=5)
    | st.sampled_from(_NESTED).map(deepcopy)
)
