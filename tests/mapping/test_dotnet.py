"""Behavior taken from .NET: regular expressions, dates, formats."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wizard.mapping.dotnet import date_formats, dates, letters, regexes
from wizard.mapping.dotnet.date_parts import DateError, Parsed
from wizard.mapping.dotnet.pattern import NotReproducibleError, PatternError, translate

NOW = datetime(2026, 3, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("pattern", "text", "replacement", "expected"),
    [
        ("(?<a>x)(y)", "xy", "$1$2", "yx"),  # unnamed groups are numbered first
        ("(?'n'x)", "x", "${n}!", "x!"),
        ("(x)", "x", "$$1$0$&", "$1xx"),
        ("(x)", "axb", "[$`|$'|$_|$+]", "a[a|b|axb|x]b"),
        ("(x)", "x", "${nobody}$9", "${nobody}$9"),
        ("(x)", "x", "$10", "x0"),
        ("(x)?y", "y", "<$1>", "<>"),
        ("x", "x", "\\1\\", "\\1\\"),
        ("[a-z]*", "abc1", "X", "XX1X"),
        ("(.*)", "abc", "X", "XX"),
        ("[a-z-[aeiou]]", "hello", ".", ".e..o"),
        ("[[a]", "[ab", ".", "..b"),
        ("[]a]", "]ab", ".", "..b"),
        ("[a&&b]", "&c", ".", ".c"),
        ("[\\w-]", "a-_ ", ".", "... "),
        ("a{,2}", "a{,2}aa", ".", ".aa"),
        ("a{2}", "aaa", ".", ".a"),
        ("\\<\\-\\@", "<-@", ".", "."),
        ("(?<q>a)\\k<q>", "aa", ".", "."),
        ("(a)\\1", "aa", ".", "."),
        ("\\x41\\u0042\\t", "AB\t", ".", "."),
        ("a(?i)b", "aB", ".", "."),
        ("(?i:a)b", "Ab AB", ".", ". AB"),
        ("(?#note)a", "a", ".", "."),
        ("(?<=a+)b", "aab", ".", "aa."),
        ("\\p{Lu}\\P{Lu}", "Aa", ".", "."),
        ("\\p{IsGreek}", "αa", ".", ".a"),
        ("a$", "a\n", ".", ".\n"),
        ("a\\Z", "a\n", ".", ".\n"),
        ("a\\z", "a\n", ".", "a\n"),
        ("^.", "a\nb", "x", "x\nb"),
        ("(?m)^.", "a\nb", "x", "x\nx"),
        ("a|b", "ab", ".", ".."),
        ("\\d", "٣", ".", "."),
        (" #", " #", ".", "."),
    ],
)
def test_replacing_follows_dotnet(pattern: str, text: str, replacement: str, expected: str) -> None:
    assert regexes.Regex(pattern).replace(text, replacement) == expected


@pytest.mark.parametrize(
    "pattern",
    [
        "(",
        ")",
        "[a",
        "*a",
        "a**",
        "a++",
        "a?+",
        "\\",
        "\\_",
        "\\y",
        "(?P<a>x)",
        "(?<1a>x)",
        "x{3,2}",
        "[b-a]",
        "\\k<no>",
        "\\1",
        "\\p{Foo}",
        "\\x4",
        "(?",
        "(?#",
        "(*a)",
        "a{2}{3}",
    ],
)
def test_patterns_dotnet_refuses(pattern: str) -> None:
    with pytest.raises(PatternError):
        translate(pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        "(?n)(a)",
        "(?x) a",
        "(?<a-b>x)",
        "(?(a)b|c)",
        "(?:a{9999}){9999}",
        "a{999999999}",
        "(" * 60 + ")" * 60,
        "[a-" * 60 + "]" * 60,
        "a" * 5000,
        "(?<1>a)",
    ],
)
def test_patterns_that_are_not_supported_here(pattern: str) -> None:
    with pytest.raises(NotReproducibleError):
        regexes.Regex(pattern)


PIECES = [
    *list("()[]{}\\^$.|?*+-,0189aAbnswxukpPiI<>='&#:! "),
    "(?",
    "(?<",
    "(?:",
    "{1,2}",
    "\\p{L}",
    "[^",
    "-[",
]


@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join), st.text("ab1 .-", max_size=12))
@settings(max_examples=400)
def test_any_pattern_is_matched_or_refused(pattern: str, text: str) -> None:
    try:
        regex = regexes.Regex(pattern)
        replaced = regex.replace(text, "$0")
    except (PatternError, NotReproducibleError, regexes.SlowError):
        return
    assert replaced == text


def test_a_slow_pattern_is_given_up() -> None:
    regex = regexes.Regex("^(a|aa)+$")
    start = time.process_time()
    with pytest.raises(regexes.SlowError):
        regex.found("a" * 200 + "b")
    assert time.process_time() - start < 20 * regexes.TIMEOUT
    for _ in range(regexes.MOST_TIMEOUTS):
        with pytest.raises(regexes.SlowError):
            regex.found("a" * 200 + "b")
    with pytest.raises(regexes.SlowError):
        regex.found("a")  # the pattern is not tried any more


@pytest.mark.parametrize(
    ("text", "layout", "wanted", "expected"),
    [
        ("20150123105347.1Z", "yyyyMMddHHmmss.fZ", "yyyy-MM-dd HH:mm:ss.ff", "2015-01-23 10:53:47.10"),
        ("1/5/2024 9:08:07 pm", "M/d/yyyy h:mm:ss tt", "HH.mm", "21.08"),
        ("12/31/2025 12:00:00 AM", "M/d/yyyy hh:mm:ss tt", "yyyyMMddHHmmss", "20251231000000"),
        ("Friday, 05 January 2024", "dddd, dd MMMM yyyy", "ddd d/M/y", "Fri 5/1/24"),
        ("2024-01-05", "yyyy-MM-dd", "'Day' d \\d %d", "Day 5 d 5"),
        ("05.01.24", "dd.MM.yy", "yyyy", "2024"),
        ("2024-01-05T10:00:00Z", "yyyy-MM-ddTHH:mm:ssK", "o", "2024-01-05T10:00:00.0000000Z"),
        ("2024-01-05 10:00 +02:00", "yyyy-MM-dd HH:mm zzz", "HH:mm zzz", "08:00 +00:00"),
        ("10:30", "HH:mm", "yyyy-MM-dd HH:mm", "2026-03-09 10:30"),
        ("2024", "yyyy", "MM/dd", "01/01"),
        ("7.5", "s.FFF", "ss.FFF", "07.5"),
        ("7", "%s", "ss.FFF", "07"),
        ("2024-01-05", "s", "yyyy", None),
        ("2024-01-05T01:02:03", "s", "T", "01:02:03"),
        ("2024-01-05", "yyyy-MM-dd", "%dd", "55"),  # %d is a separate format, the second d another
        ("2024-01-05", "yyyy-MM-dd", "", "01/05/2024 00:00:00"),
        ("2024-01-05", "yyyy-MM-dd", "'o\\'clock'", "o'clock"),
        ("it's 2024", "'it\\'s' yyyy", "yyyy", "2024"),
        ("5", "%d", "%d", "5"),
        ("10:00:00", "HH:mm:ss.FFF", "HH", "10"),  # an optional fraction removes its decimal point too
        ("10:00:00.5", "HH:mm:ss.FFF", "ss.fff", "00.500"),
        ("12:30", "hh:mm", "HH:mm", "00:30"),  # the 12-hour clock without AM or PM means AM
        ("15:30 PM", "HH:mm tt", "HH:mm", "15:30"),
        ("02020-01-01", "yyyyy-MM-dd", "yyyy", "2020"),
        ("2024-01-05 2024", "yyyy-MM-dd yyyy", "yyyy", "2024"),
        ("2024-01-01T00:00+14:00", "yyyy-MM-ddTHH:mmzzz", "yyyy-MM-dd", "2023-12-31"),
    ],
)
def test_dates_follow_custom_formats(text: str, layout: str, wanted: str, expected: str | None) -> None:
    if expected is None:
        with pytest.raises(DateError):
            date_formats.parse_exact(text, layout, NOW)
        return
    parsed, _ = date_formats.parse_exact(text, layout, NOW)
    assert date_formats.render(parsed.in_utc(), wanted) == expected


@pytest.mark.parametrize(
    ("text", "layout"),
    [
        ("1/5/2024", "MM/dd/yyyy"),
        ("2024-13-01", "yyyy-MM-dd"),
        ("2024-02-30", "yyyy-MM-dd"),
        ("13:00 AM", "hh:mm tt"),
        ("24:00 PM", "hh:mm tt"),
        ("03:15 PM", "HH:mm tt"),
        ("17:15 AM", "HH:mm tt"),
        ("2024-01-05 2025", "yyyy-MM-dd yyyy"),
        ("2024", "yyy"),
        ("2024-01-01T00:00+14:01", "yyyy-MM-ddTHH:mmzzz"),
        ("2024-01-01T00:00-14:59", "yyyy-MM-ddTHH:mmzzz"),
        ("2024-01-01T00:00z", "yyyy-MM-ddTHH:mmK"),
        ("12345678", "ffffffff"),
        ("12345678", "FFFFFFFF"),
        ("2024%", "yyyy%"),
        ("2024%", "yyyy%%"),
        ("2024", ""),
        ("2024-01-05x", "yyyy-MM-dd"),
        ("Monday 2024-01-05", "dddd yyyy-MM-dd"),
        ("2024-01-05", "yyyy-MM-ddzzz"),
        ("x", "q"),
        ("a", "'a"),
    ],
)
def test_dates_that_do_not_fit(text: str, layout: str) -> None:
    with pytest.raises(DateError):
        date_formats.parse_exact(text, layout, NOW)


@pytest.mark.parametrize("layout", ["ffffffff", "FFFFFFFFF", "yyyy%", "%%d", "%", "'a", "%'", "yyyy\\"])
def test_formats_dotnet_refuses_to_write(layout: str) -> None:
    with pytest.raises(DateError):
        date_formats.render(Parsed(datetime(2024, 1, 5)), layout)  # noqa: DTZ001 - a clock as written


@given(
    st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30))  # noqa: DTZ001 - clocks as written
)
def test_formatting_and_parsing_are_inverse(moment: datetime) -> None:
    layout = "yyyy-MM-dd'T'HH:mm:ss.ffffff"
    text = date_formats.render(Parsed(moment), layout)
    assert date_formats.parse_exact(text, layout, NOW)[0].clock == moment


@given(st.integers(0, 2_600_000_000_000_000_000))
def test_filetimes_are_inverse_up_to_a_microsecond(ticks: int) -> None:
    assert dates.to_filetime(dates.from_filetime(ticks)) == ticks // 10 * 10


@given(st.text(max_size=40), st.text("yMdHhmsftzK'\\\"%:/ -", max_size=20))
def test_no_text_and_format_break_the_date_parser(text: str, layout: str) -> None:
    try:
        parsed, _ = date_formats.parse_exact(text, layout, NOW)
        date_formats.render(parsed, layout)
    except DateError:
        return


@given(st.text(max_size=40))
def test_letter_case_keeps_the_length(text: str) -> None:
    assert len(letters.lower(text)) == len(text) == len(letters.upper(text))


def test_letters_outside_the_table_are_reported() -> None:
    for letter in "ÐÞĈđĔĝħĨıijĶĸĿŉŊŔŢŦŨŬŲŴŶſœŒ":
        _, unlisted = letters.without_diacritics(letter)
        assert unlisted == (letter not in "ıij"), letter
    assert letters.without_diacritics("Zoë 王") == ("Zoe 王", False)
