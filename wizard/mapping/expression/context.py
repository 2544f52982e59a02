"""What evaluation uses besides the person: clock, random source, existing values. All are passed in.

It also records doubts. Where Microsoft's documentation is silent or contradicts itself, a function calls
`context.doubt(Doubt.…)`, which says which of the two readings this run follows. When both readings have the
same result, the doubt does not matter; otherwise the value is uncertain.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import Enum

from wizard.mapping.expression.errors import UnknowableError


class Doubt(Enum):
    """Points where Entra's behavior is not documented. Words: wizard.messages.mapping_uncertain."""

    NULL_IN_CONDITION = "null_in_condition"
    NULL_INPUT = "null_input"
    EMPTY_OR_NULL = "empty_or_null"
    SWITCH_ON_PRESENCE = "switch_on_presence"
    EQUAL_BUT_FOR_CASE = "equal_but_for_case"
    TEXT_COMPARED_AS_NUMBER = "text_compared_as_number"
    NOT_COMPARABLE = "not_comparable"
    SEVERAL_VALUES = "several_values"
    SINGLE_VALUE = "single_value"
    COUNT_OUT_OF_RANGE = "count_out_of_range"
    REPLACED_SPAN = "replaced_span"
    NO_MATCH = "no_match"
    REPLACE_COMBINATION = "replace_combination"
    REGEX_NOT_REPRODUCED = "regex_not_reproduced"
    REGEX_TOO_SLOW = "regex_too_slow"
    NOT_IN_TABLE = "not_in_table"
    TITLE_CASE = "title_case"
    LETTER_CASE = "letter_case"
    CULTURE = "culture"
    LOCAL_ZONE = "local_zone"
    DATE_FORMAT = "date_format"
    EMPTY_ELEMENTS = "empty_elements"
    SPACES_AROUND = "spaces_around"
    DELIMITERS = "delimiters"
    SEVERAL_ROLES = "several_roles"
    UNDESCRIBED_FUNCTION = "undescribed_function"
    UNKNOWN_VARIABLE = "unknown_variable"
    ESCAPE = "escape"
    NESTED_IGNORE = "nested_ignore"
    UNIQUENESS = "uniqueness"
    TRUTH = "truth"
    INVALID_BYTES = "invalid_bytes"
    UNREAD = "unread"
    UNLISTED_FUNCTION = "unlisted_function"
    REPEATED_KEY = "repeated_key"
    OTHER_BRANCH = "other_branch"
    NUMERIC_OPTION = "numeric_option"
    REFERENCE = "reference"
    EMPTY_TEXT = "empty_text"
    ROLE_IN_PATCH = "role_in_patch"
    SEVERAL_IN_REQUEST = "several_in_request"


@dataclass(slots=True)
class EvaluationContext:
    """What functions use besides the person.

    `now` in UTC; `random` is the source of Guid and RandomString; `existing` tells SelectUniqueValue which
    texts are taken in the target; `variables` fill `%name%`.
    """

    now: datetime = datetime(2000, 1, 1, tzinfo=UTC)
    random: random.Random = field(default_factory=lambda: random.Random(0))  # noqa: S311 - a preview, not a secret
    existing: Collection[str] = ()
    variables: Mapping[str, str] = field(default_factory=dict)
    alternate: frozenset[Doubt] = frozenset()
    doubts: dict[Doubt, int] = field(default_factory=dict)
    position: int = 0
    apart: bool = False  # a branch that is not chosen is looked at; no step of the result

    def doubt(self, kind: Doubt) -> bool:
        """Record the doubt; True when this run follows the other reading."""
        self.doubts.setdefault(kind, self.position)
        return kind in self.alternate

    def unknowable(self, kind: Doubt) -> None:
        """Record a doubt whose other reading has no known result; that run is abandoned."""
        if self.doubt(kind):
            raise UnknowableError

    def given_up(self, kind: Doubt) -> UnknowableError:
        """Record a doubt that has no reading at all; raise what this returns."""
        self.doubts.setdefault(kind, self.position)
        return UnknowableError()


Closure = Callable[[Mapping[str, object], EvaluationContext], object]
