"""What is written reads the same, in any encoding, and is readable."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings

from tests.cli.config.files import FILES, WHOLE
from wizard.cli.config import Config, escaped, write_config
from wizard.cli.config.reading import parse_config


@given(FILES)
@settings(max_examples=150, deadline=None)
def test_what_is_written_reads_the_same(data: dict[str, Any]) -> None:
    config = Config.model_validate(data)
    text = write_config(config, ["Left out: “é” 'x' \"y\"", "two\nlines"])
    again = parse_config(text, "setup.toml")
    assert again == config
    assert write_config(again) == write_config(config), "the same bytes for the same setup"
    plain = escaped(text)
    assert plain.isascii()
    assert parse_config(plain, "setup.toml") == config


def test_it_is_written_as_people_write_it() -> None:
    config = parse_config(WHOLE, "setup.toml")
    assert (
        write_config(config)
        == """\
[playvox]
tenant_url = "https://acme.playvox.com/scim/v1"

[application]
name = "Playvox"

[people]
scope = "all"
role = "User"
assign = [
    "ana@contoso.example",
    "group:Support",
]

[provisioning]
notification_email = "it@contoso.example"
deletion_threshold = 50
enabled = true
"""
    )


def test_expressions_need_no_escapes_and_removals_stay_written() -> None:
    text = """\
[people]
scoping_filter = [
    { name = "Sales", clauses = [
        { attribute = "department", operator = "EQUALS", value = "Sales" },
    ] },
]

[mappings]
userName = { value = "[userPrincipalName]", matching = 1 }
'emails[type eq "work"].value' = "[mail]"
displayName = 'Join(" ", [givenName], [surname])'
title = ""
nickName = { value = "", default = "none" }

[provisioning]
notification_email = ""
"""
    config = parse_config(text, "setup.toml")
    assert config.mappings is not None
    assert config.mappings["title"].remove is True
    assert write_config(config) == text
