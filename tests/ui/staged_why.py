"""An answer about one person, for drawing its page without any server."""

from __future__ import annotations

from wizard.plan.why import Why, WhyAccount, WhyPerson, broken, chained, ok
from wizard.steps.base.person_row import PersonRow
from wizard.steps.base.why_words import why_words
from wizard.steps.why.view import WhyCandidate, WhyView


def explained() -> WhyView:
    """Somebody outside the scoping filter, and two people of one name."""
    links = chained(
        (
            ok("assigned", "assigned_through", groups="Support"),
            ok("role", "role_on", roles="User"),
            ok("enabled", "enabled"),
            broken("in_scope", "filtered_out", filter="department EQUALS Support"),
            ok("mapped", "mapped", value="ana@contoso.example"),
            ok("matched", "no_account"),
            ok("sent", "up_to_date"),
            ok("answered", "agrees"),
        )
    )
    person = WhyPerson("1", "Ana Souza", "ana@contoso.example")
    return WhyView(
        asked="Ana",
        words=why_words(Why(person, links, WhyAccount("none"))),
        broken=True,
        person=PersonRow("1", "Ana Souza", "ana@contoso.example"),
        linked=True,
        candidates=(
            WhyCandidate("1", "Ana Souza", "ana@contoso.example"),
            WhyCandidate("2", "Ana Souza", "ana.souza@contoso.example"),
        ),
        busy="",
        problem=None,
    )
