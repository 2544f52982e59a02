"""The configuration file is read strictly: every mistake at once, with line and column."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cli.config.files import WHOLE
from wizard.cli.config import Config, ConfigMistakesError, read_config, recovering
from wizard.cli.config.reading import parse_config
from wizard.messages import explain
from wizard.problem import Problem


def written(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "setup.toml"
    file.write_text(text, encoding="utf-8")
    return file


def mistakes(text: str) -> tuple[Problem, ...]:
    with pytest.raises(ConfigMistakesError) as caught:
        parse_config(text, "setup.toml")
    return caught.value.problems


def place(problem: Problem) -> tuple[str, str, int, int]:
    facts = problem.facts
    return (problem.code, facts["field"], int(facts["line"]), int(facts["column"]))


def test_every_setting_is_optional() -> None:
    assert parse_config("", "setup.toml") == Config()
    config = parse_config('\n[playvox]\ntenant_url = "acme"\n', "setup.toml")
    assert config == Config.model_validate({"playvox": {"tenant_url": "acme"}})
    assert (config.people.scope, config.people.assign, config.provisioning.enabled) == (None, None, None)


def test_the_byte_order_mark_and_windows_line_ends_are_no_mistakes(tmp_path: Path) -> None:
    file = tmp_path / "setup.toml"
    file.write_bytes(b"\xef\xbb\xbf" + WHOLE.replace("\n", "\r\n").encode())
    assert read_config(file) == parse_config(WHOLE, "setup.toml")
    file.write_bytes(b"\xef\xbb\xbf" + WHOLE.replace("= 50", '= "x"').replace("\n", "\r\n").encode())
    with pytest.raises(ConfigMistakesError) as caught:
        read_config(file)
    assert place(caught.value.problem)[2:] == (11, 22)


@pytest.mark.parametrize(
    ("old", "new", "code", "field", "line", "column"),
    [
        ("role =", "roles =", "config_unknown_key", "people.roles", 8, 1),
        ("[people]", "[peple]", "config_unknown_key", "peple", 5, 1),
        ('"all"', '"some"', "config_bad_value", "people.scope", 6, 9),
        ("= 50", '= "60"', "config_bad_value", "provisioning.deletion_threshold", 11, 22),
        ("= 50", "= true", "config_bad_value", "provisioning.deletion_threshold", 11, 22),
        ("= 50", "= 50.0", "config_bad_value", "provisioning.deletion_threshold", 11, 22),
        ("= 50", "= -1", "config_bad_value", "provisioning.deletion_threshold", 11, 22),
        ("= 50", "= 1_000_001", "config_bad_value", "provisioning.deletion_threshold", 11, 22),
        ("= true", '= "no"', "config_bad_value", "provisioning.enabled", 12, 11),
        ("= true", "= 1", "config_bad_value", "provisioning.enabled", 12, 11),
        ('"group:Support"', "7", "config_bad_value", "people.assign.1", 7, 34),
        ('["ana@contoso.example", "group:Support"]', '"ana"', "config_bad_value", "people.assign", 7, 10),
        ('"https://acme.playvox.com/scim/v1"', '""', "config_bad_value", "playvox.tenant_url", 2, 14),
        ("https://acme", "http://acme", "config_bad_value", "playvox.tenant_url", 2, 14),
        ("it@contoso.example", "it", "config_bad_value", "provisioning.notification_email", 10, 22),
        ("[application]\nname =", "[entra]\ncloud =", "config_bad_value", "entra.cloud", 4, 9),
    ],
)
def test_a_mistake_has_its_place(old: str, new: str, code: str, field: str, line: int, column: int) -> None:
    assert old in WHOLE
    assert [place(each) for each in mistakes(WHOLE.replace(old, new))] == [(code, field, line, column)]


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file() -> None:
    text = """\
[people]
assign = ["ana", { name = "bo", rol = "User" }, { role = "User" }]
scoping_filter = [{ clauses = [
  { attribute = "department", operator = "EQALS", value = "x" },
  { attribute = "department", operator = "EQUALS" },
  { attribute = "department", operator = "IS NULL", value = "x" },
  { attribute = "manager", operator = "IS NULL" },
] }]
[mappings]
userName = 'Jion("", [x])'
'emails[type eq "work"].value' = { value = "mail", matching = "2", apply = "never" }
[provisioning]
keep_out_of_scop = true
"""
    assert [place(each) for each in mistakes(text)] == [
        ("config_unknown_key", "people.assign.1.rol", 2, 33),
        ("config_bad_value", "people.assign.2.name", 2, 49),
        ("config_bad_value", "people.scoping_filter.0.clauses.0.operator", 4, 42),
        ("config_bad_value", "people.scoping_filter.0.clauses.1", 5, 3),
        ("config_bad_value", "people.scoping_filter.0.clauses.2", 6, 3),
        ("config_bad_value", "people.scoping_filter.0.clauses.3.attribute", 7, 17),
        ("config_bad_value", "mappings.userName", 10, 12),
        ("config_bad_value", 'mappings."emails[type eq \\"work\\"].value".matching', 11, 63),
        ("config_bad_value", 'mappings."emails[type eq \\"work\\"].value".apply', 11, 76),
        ("config_unknown_key", "provisioning.keep_out_of_scop", 13, 1),
    ]


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("[aplication]", "application"),
        ("[people]\nasign = []", "assign"),
        ('[people]\nassign = [{ name = "a", rolle = "b" }]', "role"),
        ("[provisioning]\nNotification_Email = ''", "notification_email"),
        ("[mappings]\nuserName = { valu = '' }", "value"),
        ("[people]\nscope = 'asigned'", "assigned"),
        ("[entra]\ncloud = 'usgv'", ""),
        ("[people]\nxyz = 1", ""),
    ],
)
def test_the_near_name_is_told(text: str, near: str) -> None:
    (problem,) = mistakes(text)
    assert problem.facts.get("near", "") == near
    words = explain(problem)
    if near and problem.code == "config_unknown_key":
        assert f"Did you mean {near}?" in words.what


@pytest.mark.parametrize(
    ("text", "why", "line", "column"),
    [
        ("[playvox", "heading", 1, 9),
        ("x = = 1", "value", 1, 5),
        ("\0", "statement", 1, 1),
        ("[playvox]\n[playvox]\n", "twice", 2, 9),
        ("[people]\nscope = 'all'\nscope = 'all'\n", "twice", 3, 14),
        ("x = 'all", "unterminated_line", 1, 9),
        ("a = 1 b = 2", "rest_of_line", 1, 7),
        ("a 1", "no_equals", 1, 3),
        ('a = "\\q"', "escape", 1, 8),
        ("a = [1", "unclosed", 1, 7),
    ],
)
def test_what_is_no_toml_is_told_with_its_place(text: str, why: str, line: int, column: int) -> None:
    (problem,) = mistakes(text)
    assert problem.code == "config_no_toml"
    facts = problem.facts
    assert facts["why"] == why
    # Versions of Python differ by a character in where they stop.
    assert (int(facts["line"]), abs(int(facts["column"]) - column) <= 2) == (line, True)
    assert explain(problem).why != why, "a sentence, not the code"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("x = " + "[" * 5000 + "]" * 5000, "too_deep"),
        ("x = " + "{a=" * 5000 + "1" + "}" * 5000, "too_deep"),
        ("x = " + "9" * 5000, "too_long_number"),
        ("[people]\n" + ".".join("a" * 200_000) + " = 1", "too_many_parts"),
        ("[" + ".".join("a" * 200_000) + "]", "too_many_parts"),
        ("x = [" + "1," * 150_000 + "]", "too_many_keys"),
    ],
)
def test_hostile_files_end_in_a_sentence(text: str, why: str) -> None:
    (problem,) = mistakes(text)
    assert (problem.code, problem.facts["why"]) == ("config_no_toml", why)
    assert explain(problem).why.endswith(".")


def test_a_missing_a_huge_and_a_binary_file_are_told(tmp_path: Path) -> None:
    huge = tmp_path / "huge.toml"
    huge.write_bytes(b"#" * 10_000_000)
    binary = tmp_path / "binary.toml"
    binary.write_bytes(b"[people]\nrole = '\xff'\n")
    found = {}
    for file in (tmp_path / "none.toml", tmp_path, huge, binary):
        with pytest.raises(ConfigMistakesError) as caught:
            read_config(file)
        assert not isinstance(caught.value.__cause__, tomllib.TOMLDecodeError)
        found[file.name] = caught.value.problem
        assert str(file) in explain(caught.value.problem).what
    assert found["huge.toml"].facts["why"] == "too_big"
    assert (found["binary.toml"].facts["line"], found["binary.toml"].facts["column"]) == ("2", "9")


def test_no_words_of_a_library_reach_people() -> None:
    wrong = [
        WHOLE.replace("= 50", each)
        for each in ('= "x"', "= 1.5", "= [1]", "= {}", "= 1979-05-27", "= 99999999999999999999", "= -9")
    ]
    wrong += [WHOLE.replace('"Playvox"', each) for each in ("1", "[]", "''", f"'{'x' * 200}'", "{}")]
    wrong += ["playvox = 1", "people = []", "mappings = 1", "[mappings]\nx = 1", "[mappings]\nx = []"]
    for text in wrong:
        for problem in mistakes(text):
            words = explain(problem)
            shown = " ".join((words.what, words.why, *words.do)).casefold()
            for foreign in ("pydantic", "valid ", "errno", "type=", "–"):
                assert foreign not in shown, (text, shown)


SEVERAL = {
    # A file, and line and reason or field of everything that is wrong in it.
    "[playvox]\ntenant_url = acme\n[people\nscope = 'assined'\n[provisioning]\nenabled = 'no'\n": [
        (2, "value"),
        (3, "heading"),
        (4, "people.scope"),
        (6, "provisioning.enabled"),
    ],
    "[people]\nassign = ['a', 'b'\ncomplete = yes\nrole = 1\n": [
        (3, "unclosed"),
        (3, "value"),
        (4, "people.role"),
    ],
    "[people]\nassign = [\n  'a',\n  b b,\n]\nscop = 'all'\n": [(4, "value"), (6, "people.scop")],
    "[mappings]\na = {\n  value = 'mail',\n  default = 1\n}\nb = { aply = 'always' }\n": [
        (2, "key"),
        (6, "mappings.b.aply"),
    ],
    # What a table lacks because its line is broken is no mistake of its own.
    "[[people.scoping_filter]]\n[[people.scoping_filter.clauses]]\nattribute = 'mail'\noperator = IN\n": [
        (4, "value"),
    ],
    "[provisioning]\nenabled = true\n[provisioning]\nenabled = 3\n[people]\nscope = 3\n": [
        (3, "twice"),
        (6, "people.scope"),
    ],
    # Nobody can say where this text ends, so nothing behind it is judged.
    '[people]\nscope = 3\nrole = """abc\nassign = 5\n': [(2, "people.scope"), (5, "unterminated")],
}


@pytest.mark.parametrize("text", SEVERAL)
def test_what_follows_a_syntax_error_is_read_as_well(text: str) -> None:
    found = [
        (int(each.facts["line"]), each.facts.get("field") or each.facts["why"]) for each in mistakes(text)
    ]
    assert found == SEVERAL[text]
    for each in mistakes(text):
        words = explain(each)
        assert "{" not in words.what + "".join(words.do)
        assert ("was not read" in words.do[0]) == (each.facts.get("rest") == "unread")


@given(
    st.lists(
        st.sampled_from(
            ("[people]", "[[a", "scope = 1", "x = [", "]", "a.b = {", "'", '"""', "= 3", "role = 'r'", "}")
        ),
        max_size=12,
    )
)
@settings(max_examples=300, deadline=None)
def test_no_broken_file_is_taken_for_a_right_one(lines: list[str]) -> None:
    text = "\n".join(lines) + "\n"
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        assert any(each.code == "config_no_toml" for each in mistakes(text))


def test_of_many_mistakes_the_first_are_listed_and_all_are_counted() -> None:
    lines = [f"k{number} = 1" for number in range(3000)]
    with pytest.raises(ConfigMistakesError) as caught:
        parse_config("\n".join(["[people]", *lines]), "setup.toml")
    assert [each.facts["line"] for each in caught.value.problems] == [str(at) for at in range(2, 102)]
    assert caught.value.number == 3000


@pytest.mark.timeout(30)
@pytest.mark.parametrize(
    "line",
    [
        "[" + " " * 3000 + "!",
        "." * 300_000,
        "[" + ". " * 3000 + "!",
        "[a" + "\t" * 3000 + "]]!",
        '"' * 30_000,
    ],
    ids=["spaces", "dots", "pairs", "tabs", "quotes"],
)
def test_a_line_behind_a_syntax_error_costs_no_more_than_its_length(line: str) -> None:
    assert mistakes(f"a = [\n{line}\n")


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "text",
    [
        "\n".join(f"k{number} = 1" for number in range(50_000)),
        "\n".join(f"[t{number}]" for number in range(50_000)),
        "[mappings]\n" + "\n".join(f"k{number} = 1" for number in range(20_000)),
    ],
    ids=["keys", "tables", "mappings"],
)
def test_many_mistakes_cost_no_more_than_their_number(text: str) -> None:
    assert len(mistakes(text)) == 100


def test_a_long_file_is_not_read_twenty_times(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was not read is said."""
    read: list[int] = []
    before = recovering.Positions

    class Counted(before):  # type: ignore[valid-type, misc]
        def __init__(self, text: str) -> None:
            read.append(len(text))
            super().__init__(text)

    monkeypatch.setattr(recovering, "Positions", Counted)
    found = mistakes("x = 1\n" * 60_000)
    assert found[-1].facts["rest"] == "unread"
    assert sum(read) < 3 * recovering.MOST_READ
