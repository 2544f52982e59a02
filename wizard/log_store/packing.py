"""Graph's rows as rows of the tables: what several have in common apart, and without secrets."""

from __future__ import annotations

import hashlib
import json
import marshal
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from pydantic.dataclasses import dataclass as checked

from wizard.entra.logs import LogEntry, entry
from wizard.entra.values import CONFIG, Instant, Json, Number, Text, read
from wizard.log_store.schema import SHIFT, first_number
from wizard.log_store.words import different_words, words_of
from wizard.security.redactor import redact, redact_values

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_STEP = timedelta(microseconds=1)
_IN_COMMON = (
    "provisioningAction",
    "provisioningStatusInfo",
    "sourceIdentity",
    "targetIdentity",
    "jobId",
    "provisioningSteps",
    "modifiedProperties",
)
_LOW = (1 << SHIFT) - 1
_SEARCHED = ("provisioningStatusInfo", "provisioningSteps", "modifiedProperties")
# Members whose names say nothing about an entry, other than names of a step's details.
_USUAL = frozenset(
    """description name status provisioningStepType displayName oldValue newValue errorCode reason
    additionalDetails errorCategory recommendedAction""".split()  # noqa: SIM905 - shorter than quotes
)
# Parts of an answer that differ from person to person: groups of the same cause would fall apart.
_OF_ONE_PERSON = re.compile(
    r"[^\s\"'<>]+@[^\s\"'<>]+|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|\d{5,}"
)


@checked(frozen=True, slots=True, config=CONFIG)
class OwnMembers:
    """The members of a row that no other row shares."""

    id: Text = ""
    activity_date_time: Instant = None
    cycle_id: Text = ""
    change_id: Text = ""
    duration_in_milliseconds: Number = 0


class PackedRow(NamedTuple):
    """A row's own members, and what it has in common with others as Graph sent it."""

    own: OwnMembers
    at: int
    number: int
    hash: bytes
    common: Json


@dataclass(frozen=True, slots=True)
class PackedBody:
    """What entries share: `kind` and `person` are keys of their tables, `content` is compressed JSON."""

    kind: tuple[str, str, str, str, str, str]
    person: tuple[str, str, str, str]
    words: str
    content: bytes


def packed(row: Json, otherwise: int) -> PackedRow:
    """One row; `otherwise` is the time of a row that tells none."""
    own = read(OwnMembers, row)
    common = {name: row[name] for name in _IN_COMMON if name in row}
    plain = marshal.dumps(common, 2)  # only compared; much quicker than JSON
    at = microseconds(own.activity_date_time) if own.activity_date_time is not None else otherwise
    low = zlib.crc32(own.id.encode("utf-8", "replace") if own.id else plain)
    number = first_number(at) | (low & _LOW)
    return PackedRow(own, at, number, hashlib.blake2b(plain, digest_size=16).digest(), common)


def packed_body(row: PackedRow, hidden: dict[str, str]) -> PackedBody:
    """What the row has in common with others, redacted. `hidden`: as in `Redactor.hide_in`."""
    common: Json = redact_values(row.common, hidden)
    found = entry(common, hide=str)
    kind = (found.status, found.action, found.error_code, found.cause, found.answer, general(found.said))
    content = json.dumps(common, ensure_ascii=False, separators=(",", ":"))
    person = _person(found)
    texts = {text for name in _SEARCHED for text in _texts(common.get(name))}
    words = different_words((*person[1:], *texts))
    return PackedBody(kind, person, words, zlib.compress(content.encode("utf-8", "replace"), 6))


def as_sent(content: bytes, own: OwnMembers) -> Json:
    """The entry as Graph sends one, without members that nothing here reads."""
    common: Json = json.loads(zlib.decompress(content))
    at = own.activity_date_time
    return {
        **common,
        "id": own.id,
        "activityDateTime": at.isoformat() if at is not None else None,
        "cycleId": own.cycle_id,
        "changeId": own.change_id,
        "durationInMilliseconds": own.duration_in_milliseconds,
    }


def unpacked(content: bytes, own: OwnMembers) -> LogEntry:
    """The entry as it was read."""
    return entry(as_sent(content, own))


def person_words(person: tuple[str, str, str, str]) -> set[str]:
    """What a person is found by, also when only its beginning is typed: words of the names, ids."""
    key, name, user_name, account = person
    whole = {each.casefold() for each in (key, user_name, account) if each}
    return {*words_of(name), *words_of(user_name), *whole}


def general(said: str) -> str:
    """An application's words without what names one person."""
    return _OF_ONE_PERSON.sub("…", said)


def microseconds(moment: datetime) -> int:
    """Microseconds since 1970."""
    return (moment - _EPOCH) // _STEP


def moment_of(at: int) -> datetime:
    """The same as a time in UTC."""
    return _EPOCH + timedelta(microseconds=at)


def person_key(found: LogEntry) -> str:
    """What tells one person from another: an object id, else the account's id, else the name."""
    source, target = found.source, found.target
    return redact(source.id or target.id or source.display_name or target.display_name)


def _person(found: LogEntry) -> tuple[str, str, str, str]:
    source, target = found.source, found.target
    name = source.display_name or target.display_name
    user_name = source.details.get("UserPrincipalName", "")
    return person_key(found), name, user_name, target.id


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            if isinstance(inner, Mapping | list):
                yield from _texts(inner)
            elif isinstance(inner, str):
                yield inner
                if name not in _USUAL:
                    yield name
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
