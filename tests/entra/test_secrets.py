"""Saved settings: written completely, read back, and unknown members are kept."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from pydantic import SecretStr

from tests.entra.wire import Reply, Request, WireGraph, error
from wizard.entra import secrets
from wizard.entra.cloud import CLOUDS, Cloud
from wizard.entra.consistency import Bounds, Clock, WaitPolicy
from wizard.entra.secrets import (
    Difference,
    Notification,
    SavedSettings,
    SecretSet,
    differences,
    notification_text,
    parse_notification,
    parse_settings,
)
from wizard.problem import ProblemError
from wizard.security import redactor

URL = "https://acme.playvox.com/scim/v1"
KEY = SecretStr("an-api-key-of-playvox")
PATH = "/servicePrincipals/app/synchronization/secrets"
NOTIFICATION = {"Enabled": True, "Recipients": "it@contoso.example", "DeleteThresholdEnabled": False}


@dataclass
class Store:
    """Behaves like Entra's settings: a write replaces all, the key is masked, a write shows
    after a while.
    """

    pairs: dict[str, str] = field(default_factory=dict)
    hidden: tuple[str, ...] = ("SecretToken",)
    late: int = 0
    loses: tuple[str, ...] = ()
    before: dict[str, str] = field(default_factory=dict)

    def __call__(self, request: Request) -> Reply:
        assert request.path == PATH
        if request.method == "PUT":
            self.before, written = self.pairs, {row["key"]: row["value"] for row in request.body["value"]}
            self.pairs = {name: value for name, value in written.items() if name not in self.loses}
            return Reply(204)
        shown = self.pairs
        if self.before and self.late:
            self.late -= 1
            shown = self.before
        return Reply(body=answer({name: "*" if name in self.hidden else shown[name] for name in shown}))


def answer(pairs: dict[str, str]) -> dict[str, Any]:
    """Settings in the format of Graph's list."""
    return {"value": [{"key": name, "value": value} for name, value in pairs.items()]}


def written(wire: WireGraph) -> list[dict[str, str]]:
    """What was written, one dictionary for each PUT."""
    return [
        {row["key"]: row["value"] for row in request.body["value"]}
        for request in wire.requests
        if request.method == "PUT"
    ]


async def code_of(work: Any) -> tuple[str, dict[str, Any]]:
    with pytest.raises(ProblemError) as stopped:
        await work
    return stopped.value.problem.code, dict(stopped.value.problem.facts)


# ---- reading


def test_every_setting_is_read() -> None:
    found = parse_settings(
        answer(
            {
                "BaseAddress": URL,
                "SecretToken": "*",
                "SyncAll": "True",
                "SyncNotificationSettings": json.dumps(NOTIFICATION),
                "SkipOutOfScopeDeletions": "False",
                "Sandbox": "kept",
                "Password": "*",
                "Domain": "",
            }
        )
    )
    assert found == SavedSettings(
        tenant_url=URL,
        has_key=True,
        sync_all=True,
        notification=Notification(enabled=True, recipients="it@contoso.example"),
        skip_out_of_scope_deletions=False,
        others={"Sandbox": "kept"},
        masked=frozenset({"SecretToken", "Password"}),
    )
    assert not found.is_empty


def test_nothing_saved_is_empty_and_a_hidden_address_is_not_an_address() -> None:
    assert parse_settings(answer({})) == SavedSettings()
    assert SavedSettings().is_empty
    assert not SavedSettings(tenant_url=URL).is_empty
    assert not SavedSettings(has_key=True).is_empty
    hidden = parse_settings(answer({"BaseAddress": "*"}))
    assert (hidden.tenant_url, hidden.masked) == ("", {"BaseAddress"})


@pytest.mark.parametrize("value", ["perhaps", "1", ""])
def test_a_flag_that_is_neither_is_unknown(value: str) -> None:
    found = parse_settings(answer({"SyncAll": value, "SkipOutOfScopeDeletions": value}))
    assert (found.sync_all, found.skip_out_of_scope_deletions) == (None, None)


@pytest.mark.parametrize("text", ["", "no JSON", "[1]", "7", "null", '"text"'])
def test_an_unreadable_notification_counts_as_not_set(text: str) -> None:
    assert parse_notification(text) == Notification()


@pytest.mark.parametrize("value", [True, "7", 7.5, None])
def test_a_threshold_that_is_no_whole_number_is_none(value: Any) -> None:
    assert parse_notification(json.dumps({"DeleteThresholdValue": value})).delete_threshold_value is None


def test_flags_inside_the_notification_are_booleans_only() -> None:
    found = parse_notification(
        json.dumps({"Enabled": "true", "DeleteThresholdEnabled": 1, "Recipients": None})
    )
    assert found == Notification()


def test_a_notification_keeps_members_nobody_knows() -> None:
    members = {
        "Enabled": True,
        "Recipients": "Ümit@contoso.example",
        "DeleteThresholdEnabled": True,
        "DeleteThresholdValue": 7,
        "NewMember": {"a": [1]},
    }
    found = parse_notification(json.dumps(members))
    assert found == Notification(
        enabled=True,
        recipients="Ümit@contoso.example",
        delete_threshold_enabled=True,
        delete_threshold_value=7,
        rest={"NewMember": {"a": [1]}},
    )
    text = notification_text(found)
    assert json.loads(text) == members
    assert "Ümit" in text
    assert ", " not in text  # there is a limit of one kilobyte in some clouds
    assert ": " not in text


def test_a_notification_is_never_an_empty_text() -> None:
    assert json.loads(notification_text(Notification())) == {
        "Enabled": False,
        "Recipients": "",
        "DeleteThresholdEnabled": False,
    }


# ---- what would be written


def test_wire_names_and_texts() -> None:
    wanted = SecretSet(URL, KEY, notification=Notification(recipients="a@b.example"))
    assert wanted.wire() == {
        "BaseAddress": URL,
        "SecretToken": "an-api-key-of-playvox",
        "SyncAll": "false",
        "SyncNotificationSettings": notification_text(Notification(recipients="a@b.example")),
    }
    more = replace(
        wanted, sync_all=True, skip_out_of_scope_deletions=False, others={"Sandbox": SecretStr("x")}
    )
    assert more.wire() == {
        **wanted.wire(),
        "SyncAll": "true",
        "SkipOutOfScopeDeletions": "False",
        "Sandbox": "x",
    }


def test_everything_saved_is_part_of_the_next_set() -> None:
    saved = SavedSettings(
        "https://old.playvox.com/scim/v1",
        has_key=True,
        sync_all=True,
        notification=Notification(recipients="a@b.example", rest={"NewMember": 1}),
        skip_out_of_scope_deletions=True,
        others={"Sandbox": "kept"},
        masked=frozenset({"SecretToken"}),
    )
    based = SecretSet.based_on(saved, tenant_url=URL, key=KEY)
    assert based == SecretSet(
        URL,
        KEY,
        sync_all=True,
        notification=saved.notification,
        skip_out_of_scope_deletions=True,
        others={"Sandbox": SecretStr("kept")},
    )
    assert SecretSet.based_on(SavedSettings(), tenant_url=URL, key=KEY) == SecretSet(URL, KEY)


def test_a_set_that_would_lose_a_hidden_value_is_refused_with_its_name() -> None:
    saved = SavedSettings(URL, has_key=True, masked=frozenset({"SecretToken", "Password", "AppKey"}))
    with pytest.raises(ProblemError) as refused:
        SecretSet.based_on(saved, tenant_url=URL, key=KEY)
    assert refused.value.problem.code == "secrets_hidden_value"
    assert refused.value.problem.facts == {"names": "AppKey, Password"}


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        (SecretSet(URL, SecretStr("*")), "SecretToken"),
        (SecretSet("*", KEY), "BaseAddress"),
        (SecretSet(URL, KEY, others={"Password": SecretStr("*")}), "Password"),
        (SecretSet("*", KEY, others={"AppKey": SecretStr("*")}), "AppKey, BaseAddress"),
    ],
)
def test_the_mask_is_never_written_as_a_value(wanted: SecretSet, name: str) -> None:
    with pytest.raises(ProblemError) as refused:
        wanted.wire()
    assert refused.value.problem.code == "secrets_hidden_value"
    assert refused.value.problem.facts == {"names": name}


# ---- what would change


def test_nothing_differs_after_saving() -> None:
    wanted = SecretSet(
        URL,
        KEY,
        sync_all=True,
        notification=Notification(enabled=True, recipients="a@b.example", rest={"NewMember": 1}),
        skip_out_of_scope_deletions=True,
        others={"Sandbox": SecretStr("x")},
    )
    shown = parse_settings(answer({**wanted.wire(), "SecretToken": "*"}))
    assert differences(shown, wanted) == ()


def test_each_setting_that_differs_is_named_in_order() -> None:
    saved = SavedSettings(
        "https://old.playvox.com/scim/v1",
        has_key=True,
        sync_all=True,
        notification=Notification(recipients="a@b.example"),
        skip_out_of_scope_deletions=True,
        others={"Sandbox": "old", "Domain": "gone"},
    )
    wanted = SecretSet(URL, KEY, others={"Sandbox": SecretStr("new")})
    assert differences(saved, wanted) == (
        Difference("BaseAddress", "https://old.playvox.com/scim/v1", URL),
        Difference("Domain", "gone", ""),
        Difference("Sandbox", "old", "new"),
        Difference("SkipOutOfScopeDeletions", "True", ""),
        Difference("SyncAll", "true", "false"),
        Difference(
            "SyncNotificationSettings",
            notification_text(saved.notification),
            notification_text(Notification()),
        ),
    )


def test_a_missing_key_differs_without_being_shown() -> None:
    found = differences(SavedSettings(URL, sync_all=False), SecretSet(URL, KEY))
    assert found == (Difference("SecretToken", "", "*"),)


def test_a_scope_that_was_never_set_differs() -> None:
    found = differences(SavedSettings(URL, has_key=True), SecretSet(URL, KEY))
    assert found == (Difference("SyncAll", "", "false"),)


def test_the_spelling_of_a_flag_and_the_order_of_members_make_no_difference() -> None:
    members = {"NewMember": 1, **NOTIFICATION}
    saved = parse_settings(
        answer(
            {
                "BaseAddress": URL,
                "SecretToken": "*",
                "SyncAll": "TRUE",
                "SkipOutOfScopeDeletions": "true",
                "SyncNotificationSettings": json.dumps(members),
            }
        )
    )
    wanted = replace(SecretSet.based_on(saved, tenant_url=URL, key=KEY), sync_all=True)
    assert differences(saved, wanted) == ()


def test_a_hidden_value_counts_as_kept_when_one_was_written() -> None:
    saved = SavedSettings(
        URL, has_key=True, sync_all=False, masked=frozenset({"SecretToken", "Password", "AppKey"})
    )
    wanted = SecretSet(URL, KEY, others={"Password": SecretStr("x")})
    assert differences(saved, wanted) == (Difference("AppKey", "*", ""),)


# ---- reading and writing over the wire


async def test_no_settings_yet_is_empty_and_not_an_error(wire: WireGraph) -> None:
    wire.script = lambda _request: error(404, "Request_ResourceNotFound")
    assert await secrets.saved(wire.graph, "app") == SavedSettings()
    assert wire.requests[0].path == PATH


async def test_saving_keeps_settings_and_members_nobody_knows(wire: WireGraph) -> None:
    notification = json.dumps({**NOTIFICATION, "NewMember": {"a": 1}})
    store = Store(
        {
            "BaseAddress": URL,
            "SecretToken": "an earlier key",
            "SyncAll": "false",
            "Sandbox": "kept",
            "SyncNotificationSettings": notification,
        }
    )
    wire.script = store
    saved = await secrets.saved(wire.graph, "app")
    wanted = replace(SecretSet.based_on(saved, tenant_url=URL, key=KEY), sync_all=True)
    shown = await secrets.save(wire.graph, "app", wanted, seen=saved)
    (body,) = written(wire)
    assert body.pop("SyncNotificationSettings") == notification_text(saved.notification)
    assert body == {
        "BaseAddress": URL,
        "SecretToken": "an-api-key-of-playvox",
        "SyncAll": "true",
        "Sandbox": "kept",
    }
    assert json.loads(store.pairs["SyncNotificationSettings"]) == json.loads(notification)
    assert shown == replace(saved, sync_all=True)


async def test_the_key_is_hidden_from_logs_before_it_is_sent(wire: WireGraph) -> None:
    sent: list[str] = []
    store = Store()

    def watched(request: Request) -> Reply:
        if request.method == "PUT":
            sent.append(redactor.redact(f"key {KEY.get_secret_value()}"))
        return store(request)

    wire.script = watched
    await secrets.save(wire.graph, "app", SecretSet(URL, KEY))
    assert len(sent) == 1
    assert KEY.get_secret_value() not in sent[0]


async def test_a_write_that_shows_late_is_waited_for(wire: WireGraph) -> None:
    wire.script = Store({"BaseAddress": "https://old.playvox.com/scim/v1", "SecretToken": "x"}, late=3)
    shown = await secrets.save(wire.graph, "app", SecretSet(URL, KEY))
    assert shown.tenant_url == URL
    assert len(written(wire)) == 1
    assert [waiting.what for waiting in wire.waited][:1] == ["settings"]


async def test_what_somebody_else_changed_meanwhile_is_not_overwritten(wire: WireGraph) -> None:
    store = Store({"BaseAddress": URL, "SecretToken": "x"})
    wire.script = store
    seen = await secrets.saved(wire.graph, "app")
    store.pairs["SyncAll"] = "true"
    work = secrets.save(wire.graph, "app", SecretSet.based_on(seen, tenant_url=URL, key=KEY), seen=seen)
    with pytest.raises(ProblemError) as stopped:
        await work
    assert stopped.value.problem.code == "secrets_changed_meanwhile"
    assert stopped.value.problem.retryable
    assert written(wire) == []


async def test_settings_entra_did_not_keep_are_named(wire: WireGraph) -> None:
    passed = 0.0

    async def sleep(seconds: float) -> None:
        nonlocal passed
        passed += seconds

    wire.graph.waits = WaitPolicy(
        wire.waited.append, Clock(monotonic=lambda: passed, sleep=sleep), Bounds()
    )
    wire.script = Store(loses=("SyncAll", "Sandbox"))
    wanted = SecretSet(URL, KEY, sync_all=True, others={"Sandbox": SecretStr("x")})
    with pytest.raises(ProblemError) as stopped:
        await secrets.save(wire.graph, "app", wanted)
    assert stopped.value.problem.code == "secrets_not_kept"
    assert stopped.value.problem.facts == {"names": "Sandbox, SyncAll"}
    assert stopped.value.problem.retryable
    assert passed == pytest.approx(Bounds().settings)


LIMITED = [cloud for cloud in CLOUDS.values() if "secrets_one_kilobyte" in cloud.notes]


def long_set(size: int) -> SecretSet:
    """Settings whose values have this total size in bytes."""
    base = SecretSet(URL, KEY)
    rest = size - sum(len(value.encode()) for value in base.wire().values())
    # Two bytes a letter, and one letter more when the number is odd: bytes are counted, not letters.
    return replace(base, others={"Sandbox": SecretStr("ü" * (rest // 2) + "x" * (rest % 2))})


def limited(wire: WireGraph, cloud: Cloud) -> None:
    wire.graph.cloud = replace(wire.graph.cloud, notes=cloud.notes)


def test_the_limited_clouds_are_known() -> None:
    assert {cloud.name for cloud in LIMITED} == {"usgov", "usgov-dod"}


@pytest.mark.parametrize("cloud", LIMITED, ids=lambda cloud: cloud.name)
async def test_more_than_a_kilobyte_is_not_sent_where_entra_takes_no_more(
    wire: WireGraph, cloud: Cloud
) -> None:
    wire.script = Store()
    limited(wire, cloud)
    found = await code_of(secrets.save(wire.graph, "app", long_set(1025)))
    assert found == ("secrets_too_large", {"size": "1025", "limit": "1024"})
    assert written(wire) == []
    await secrets.save(wire.graph, "app", long_set(1024))
    assert len(written(wire)) == 1


async def test_elsewhere_there_is_no_such_limit(wire: WireGraph) -> None:
    wire.script = Store()
    await secrets.save(wire.graph, "app", long_set(3000))
    assert len(written(wire)) == 1
