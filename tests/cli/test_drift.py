"""`drift` reports every kind of difference; an exported configuration has none."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import CONFIG, Run, Served

GROUP = "group:O'Hare Team"
TEXT = CONFIG.replace('assign = ["ana@contoso.example"]', f'assign = ["ana@contoso.example", "{GROUP}"]')


def test_every_kind_of_difference_and_the_way_round(run: Run, served: Served, tmp_path: Path) -> None:
    config = tmp_path / "setup.toml"
    config.write_text(TEXT)
    common = ("--practice", served.file)
    before = run("drift", "--config", config, *common, "--json")
    assert before.code == 1, before.err
    assert "+" in {change["sign"] for change in before.json["changes"]}  # there is no application yet
    assert run("apply", "--config", config, *common, "--yes").code == 0

    exported = tmp_path / "exported.toml"
    assert run("export", *common, "--output", exported).code == 0
    again = run("apply", "--config", exported, *common, "--yes", "--json")
    assert (again.code, again.json["changes"], again.json["applied"]) == (0, [], False), again.err
    truth = served.truth()

    rounds = (
        (  # setting, value in the file, text of the difference
            ("acme.playvox.com", "other.playvox.com", "~", "Tenant URL"),
            ('scope = "assigned"', 'scope = "all"', "~", "scope"),
            ("it@contoso.example", "ops@contoso.example", "~", "notif"),
            ("deletion_threshold = 50", "deletion_threshold = 40", "~", "delet"),
            ('"ana@contoso.example"', '"cher@contoso.example"', "+", "Cher"),
            ("enabled = true", "enabled = false", "~", "Provisioning"),
        ),
        (
            ("it@contoso.example", "", "-", "notif"),
            ("deletion_threshold = 50", "deletion_threshold = 0", "-", "delet"),
            ('"ana@contoso.example", ', "", "-", "Ana"),
            ('role = "User"', 'role = "msiam_access"', "~", "O'Hare Team"),
        ),
        (('name = "Playvox"', 'name = "Playvox 2"', "+", "Playvox 2"),),
    )
    untold = []
    for differences in rounds:
        text = TEXT
        for old, new, _sign, _what in differences:
            assert old in text
            text = text.replace(old, new)
        config.write_text(text)
        answer = run("drift", "--config", config, *common, "--json")
        assert answer.code == 1, answer.out + answer.err
        found = [(change["sign"], change["what"]) for change in answer.json["changes"]]
        for old, _new, sign, what in differences:
            if not any(each == sign and what.casefold() in name.casefold() for each, name in found):
                untold.append((old, found))
    assert untold == []  # every difference is reported as its own kind
    assert served.truth() == truth  # `drift` changes nothing
