"""Answers of `key`."""

from __future__ import annotations

from typing import Literal

from typing_extensions import TypedDict

from wizard.cli.answers.changes import ChangesAnswer
from wizard.cli.answers.envelope import Envelope
from wizard.steps.base.stages import StageState


class SavedKeyAnswer(TypedDict):
    """One saving of another key than before, from this computer. `mark` is its fingerprint. `certain`
    false: Entra's answer never came.
    """

    mark: str
    at: str
    account: str
    certain: bool


class UnfinishedAnswer(TypedDict):
    """An interrupted change of the key. `new_known` and `old_known`: the key is on this computer."""

    mark: str
    old_mark: str
    began: str
    account: str
    new_known: bool
    old_known: bool


class KeyShowAnswer(Envelope):
    """The key in Entra. `saved` and `age_days` are null when it was not saved from this computer."""

    saved: SavedKeyAnswer | None
    age_days: int | None
    unfinished: UnfinishedAnswer | None
    keys: list[SavedKeyAnswer]


class RotationStage(TypedDict):
    """One part of the change, and what it showed."""

    stage: Literal["here", "microsoft", "keep", "save", "read_back", "person", "finish", "put_back"]
    state: StageState
    sentence: str


class KeyRotateAnswer(ChangesAnswer):
    """The change of the key, and every part of it."""

    stages: list[RotationStage]


class KeyReminderAnswer(Envelope):
    """The calendar file, and the day that it reminds on."""

    file: str
    day: str
