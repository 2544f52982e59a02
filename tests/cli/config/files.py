"""Configuration files for tests: one with every old setting, and random valid ones."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

WHOLE = """\
[playvox]
tenant_url = "https://acme.playvox.com/scim/v1"
[application]
name = "Playvox"
[people]
scope = "all"
assign = ["ana@contoso.example", "group:Support"]
role = "User"
[provisioning]
notification_email = "it@contoso.example"
deletion_threshold = 50
enabled = true
"""


NAMES = st.text(min_size=1, max_size=20).filter(lambda name: name.strip() == name and name != "")
ATTRIBUTES = st.sampled_from(("department", "country", 'O\'Hare "é" \\ 日本'))
CLAUSES = st.one_of(
    st.fixed_dictionaries(
        {"attribute": ATTRIBUTES, "operator": st.sampled_from(("EQUALS", "REGEX MATCH")), "value": NAMES}
    ),
    st.fixed_dictionaries({"attribute": ATTRIBUTES, "operator": st.just("IS NOT NULL")}),
)
EXPRESSIONS = st.sampled_from(
    (
        "mail",
        "[mail]",
        '"constant"',
        'Join(" ", [givenName], [surname])',
        'Append([a], "\\\\ O\'Hare é")',
        "",
    )
)
MAPPINGS = st.one_of(
    EXPRESSIONS,
    st.fixed_dictionaries(
        {},
        optional={
            "value": EXPRESSIONS,
            "default": st.text(max_size=10),
            "matching": st.integers(0, 9),
            "apply": st.sampled_from(("always", "on_creation", "if_empty")),
            "send": st.sampled_from(("always", "when_changed")),
            "missing_references": st.booleans(),
        },
    ),
)
ASSIGN = st.one_of(
    NAMES, st.fixed_dictionaries({"name": NAMES}, optional={"role": NAMES | st.lists(NAMES, min_size=1)})
)
FILES: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {},
    optional={
        "playvox": st.fixed_dictionaries({}, optional={"tenant_url": st.sampled_from(("acme", "bravo"))}),
        "application": st.fixed_dictionaries(
            {},
            optional={"name": NAMES, "roles": st.lists(st.sampled_from(("User", "Auditor")), unique=True)},
        ),
        "people": st.fixed_dictionaries(
            {},
            optional={
                "scope": st.sampled_from(("assigned", "all")),
                "role": NAMES,
                "assign": st.lists(ASSIGN, max_size=4),
                "complete": st.booleans(),
                "scoping_filter": st.lists(
                    st.fixed_dictionaries(
                        {"clauses": st.lists(CLAUSES, min_size=1, max_size=3)}, optional={"name": NAMES}
                    ),
                    max_size=2,
                ),
            },
        ),
        "mappings": st.dictionaries(NAMES, MAPPINGS, max_size=4),
        "actions": st.fixed_dictionaries(
            {}, optional={"create": st.booleans(), "deactivate": st.booleans()}
        ),
        "provisioning": st.fixed_dictionaries(
            {},
            optional={
                "notification_email": st.sampled_from(("", "it@contoso.example")),
                "deletion_threshold": st.integers(0, 1_000_000),
                "enabled": st.booleans(),
            },
        ),
    },
)
