"""The parser: accepted texts, error messages for others, and that no text can crash it."""

from __future__ import annotations

import itertools
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wizard.mapping.expression import (
    MAX_DEPTH,
    MAX_LENGTH,
    ParseError,
    attributes,
    parse,
    to_lines,
    to_text,
)
from wizard.mapping.expression.catalog import SIGNATURES
from wizard.mapping.expression.source import from_source, read_source, to_source, write_source
from wizard.mapping.expression.tokens import is_attribute_name, tokens
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

PIECES = [
    '"',
    "\\",
    "[",
    "]",
    "(",
    ")",
    ",",
    "&",
    "&H",
    "%",
    "=",
    "<",
    ">",
    "-",
    "1",
    "IIF",
    "Join",
    " ",
    "\n",
    "é",
]
HOSTILE = st.lists(st.sampled_from(PIECES), max_size=200).map("".join) | st.text(max_size=200)
# Repeated pieces, up to the longest text a mapping may have.
LONG = st.tuples(HOSTILE, st.integers(1, 400)).map(lambda given: (given[0] * given[1])[:MAX_LENGTH])
NAMES = st.from_regex(r"[A-Za-z][A-Za-z0-9_]{0,12}", fullmatch=True)
PATHS = st.sampled_from(
    ["mail", "urn:ietf:params:x:2.0:User:a.b", 'emails[type eq "work"].value', "a-b", "a b"]
)
LEAVES = st.one_of(
    PATHS.map(AttributeNode),
    st.text(max_size=20).map(TextNode),
    st.sampled_from(["0", "7", "-10", "+3", "&HF", "&hF7"]).map(Number),
    NAMES.map(NameNode),
    NAMES.map(Variable),
)


def _bigger(operands: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    calls = st.builds(
        lambda name, arguments: CallNode(name, () if arguments == (None,) else arguments),
        NAMES | st.sampled_from(sorted(SIGNATURES)),
        st.lists(st.none() | operands, max_size=6).map(tuple),
    )
    simple = LEAVES | calls
    compared = st.builds(Comparison, st.sampled_from(["=", "<>", "<", ">", "<=", ">="]), simple, simple)
    joined = st.lists(simple, min_size=2, max_size=3).map(lambda parts: Concatenation(tuple(parts)))
    arguments = st.none() | simple | compared | joined
    return st.builds(
        lambda name, found: CallNode(name, () if found == (None,) else found),
        NAMES,
        st.lists(arguments, max_size=5).map(tuple),
    )


TREES = st.recursive(LEAVES, _bigger, max_leaves=20)


@given(TREES)
def test_printing_and_parsing_are_inverse(node: Node) -> None:
    text = to_text(node)
    if len(text) > MAX_LENGTH:
        return
    assert parse(text) == node
    assert parse(to_lines(node)) == node or len(to_lines(node)) > MAX_LENGTH


@given(TREES)
def test_graphs_tree_loses_nothing(node: Node) -> None:
    source = to_source(node)
    assert read_source(write_source(source)) == source
    back = from_source(source)
    assert to_source(back) == source or isinstance(node, Number)


@given(HOSTILE | LONG)
@settings(max_examples=500)
def test_any_text_is_read_or_refused_with_a_place(text: str) -> None:
    try:
        node = parse(text)
    except ParseError as error:
        place = error.position
    else:
        printed = to_text(node)
        assert len(printed) > MAX_LENGTH or parse(printed) == node
        return
    assert 0 <= place <= len(text)


@given(st.text(max_size=60))
def test_quoted_text_means_itself(value: str) -> None:
    assert parse(to_text(TextNode(value))) == TextNode(value)


LONGEST = [
    "(" * MAX_LENGTH,
    "A(" * (MAX_LENGTH // 2),
    "[" * MAX_LENGTH,
    '["' + '\\"' * ((MAX_LENGTH - 2) // 2),
    '"' + "\\\\" * ((MAX_LENGTH - 1) // 2),
    '"' + "a" * (MAX_LENGTH - 1),
    "Join(" + "," * (MAX_LENGTH - 6) + ")",
    'Join("",' + ",".join(["[a]"] * 2000) + ")",
    "a" * MAX_LENGTH,
    "9" * MAX_LENGTH,
    "&H" * (MAX_LENGTH // 2),
    " " * MAX_LENGTH,
    '"a"&' * (MAX_LENGTH // 4),
    "%a" * (MAX_LENGTH // 2),
    "IIF([a]=1," * (MAX_LENGTH // 10),
]


@pytest.mark.parametrize("text", LONGEST, ids=lambda text: text[:12])
def test_work_grows_with_the_length_only(text: str) -> None:
    """Four times the text may take about four times as long, not sixteen times; measured in
    processor time.
    """

    def seconds(sample: str) -> float:
        best = float("inf")
        for _ in range(5):
            start = time.process_time()
            for _ in range(5):
                try:
                    parse(sample)
                except ParseError:
                    continue
            best = min(best, time.process_time() - start)
        return best

    assert len(text) <= MAX_LENGTH
    assert seconds(text) <= 12 * seconds(text[: len(text) // 4]) + 0.05


def test_longer_texts_are_refused_unread() -> None:
    with pytest.raises(ParseError) as caught:
        parse("(" * 5_000_000)
    assert caught.value.code == "too_long"


def test_depth_is_bounded_with_a_place() -> None:
    deepest = "ToLower(" * MAX_DEPTH + "[a]" + ")" * MAX_DEPTH
    assert attributes(parse(deepest)) == ("a",)
    with pytest.raises(ParseError) as caught:
        parse("Trim(" + deepest + ")")
    assert caught.value.code == "too_deep"
    assert caught.value.position == len("Trim(") + 8 * (MAX_DEPTH - 1)


@pytest.mark.parametrize(
    ("text", "code", "position"),
    [
        ("", "empty", 0),
        ("  ", "empty", 0),
        ('"abc', "unterminated_text", 0),
        ('Join("a\\")', "unterminated_text", 5),
        ("[mail", "unterminated_attribute", 0),
        ("[ ]", "empty_attribute", 0),
        ("ToLower('a')", "wrong_quotes", 8),
        ("ToLower(“a”)", "wrong_quotes", 8),
        ("Left([a], 1.5)", "bad_number", 10),
        ("Left([a], 1", "unclosed_call", 11),
        ("Left([a],", "unclosed_call", 9),
        ("Left([a] [b])", "no_indexing", 9),
        ("IIF([a]=1 AND [b]=2, 1, 2)", "no_and_or", 10),
        ("IIF([a]=1=2, 1, 2)", "second_comparison", 9),
        ("[a]+1", "no_such_operator", 3),
        ("[a] * 2", "no_such_operator", 4),
        ("$x", "no_such_operator", 0),
        ("[a] || [b]", "no_such_operator", 4),
        ("%x", "unterminated_variable", 0),
        ("[a];", "unexpected_character", 3),
        ("=", "expected_value", 0),
        ("[a]=", "ends_too_early", 4),
        ("Trim([a]))", "after_end", 9),
        ('Join("a" "b")', "expected_comma", 9),
    ],
)
def test_what_is_wrong_and_where(text: str, code: str, position: int) -> None:
    with pytest.raises(ParseError) as caught:
        parse(text)
    expected = {"unclosed_call": "ends_too_early"} if text.endswith(",") else {}
    assert (caught.value.code, caught.value.position) == (expected.get(code, code), position)


def test_unknown_escapes_keep_their_backslash() -> None:
    assert parse(r'"\+\\d\"\2C"') == TextNode('\\+\\d"\\2C')
    assert parse('""') == TextNode("")


def test_a_disputed_escape_is_printed_as_it_was_written() -> None:
    text = r'Join("\\n\n\"", [a])'
    assert to_text(parse(text)) == text
    assert from_source(to_source(parse(r'"\n"'))) == parse(r'"\n"')
    assert to_source(parse(r'"\n"')).expression == r'"\n"'


def test_an_empty_argument_is_not_an_empty_text() -> None:
    assert parse("Switch([a], , )") != parse('Switch([a], "", "")')
    assert parse("Guid()") == CallNode("Guid", ())


def test_attribute_names_may_hold_brackets_and_quotes() -> None:
    assert parse('[emails[type eq "]"].value]') == AttributeNode('emails[type eq "]"].value')
    assert is_attribute_name('emails[type eq "work"].value')
    assert not is_attribute_name("a]b")
    assert not is_attribute_name("")


def test_tokens_cover_the_text_without_overlap() -> None:
    text = 'Join( "x" , [a] & %b% , &HF ) <> 1'
    found = tokens(text)
    assert all(first.end <= second.start for first, second in itertools.pairwise(found))
    covered = {index for token in found for index in range(token.start, token.end)}
    assert {text[index] for index in set(range(len(text))) - covered} == {" "}
