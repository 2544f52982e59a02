"""Find an existing account: Entra's searches in their order.

Entra docs, "Customize user provisioning attribute-mappings": matching attributes are tried one after
another and the first that finds an account ends the search; an attribute without a value is skipped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from wizard.mapping.attributes import MappingSchema
from wizard.mapping.expression import EvaluationContext
from wizard.mapping.mapper import MappedValue, Mapper
from wizard.mapping.values import Dropped, Person, as_text


@dataclass(frozen=True, slots=True)
class AccountSearch:
    """One search: the target attribute and its value. `certain` False: the value is uncertain."""

    target: str
    value: str
    certain: bool = True

    @property
    def filter(self) -> str:
        """As a SCIM filter, `userName eq "…"` (RFC 7644, section 3.4.2.2)."""
        escaped = self.value.replace("\\", "\\\\").replace('"', '\\"')
        return f'{self.target} eq "{escaped}"'


def searches_of(mapper: Mapper, results: Sequence[MappedValue]) -> tuple[AccountSearch, ...]:
    """The searches for a person with these values."""
    found = []
    for wanted in mapper.matching:
        result = next(item for item in results if item.row is wanted)
        if result.outcome is None or isinstance(result.outcome.value, Dropped):
            continue
        value = as_text(result.outcome.value)
        if value:
            found.append(AccountSearch(wanted.mapping.target, value, result.outcome.certain))
    return tuple(found)


def searches(mapper: Mapper, person: Person, context: EvaluationContext) -> tuple[AccountSearch, ...]:
    """The searches for a person; only the matching attributes are evaluated."""
    return searches_of(mapper, mapper.results_of(mapper.matching, person, context, trace=False))


def first_target(schema: MappingSchema) -> str:
    """The attribute that accounts are searched by first; "" when none matches. Entra's connection test
    searches by it too (Entra docs, "Develop and plan provisioning for a SCIM endpoint").
    """
    found = schema.mapping_for("User")
    matching = found[1].matching if found is not None else ()
    return matching[0].target if matching else ""
