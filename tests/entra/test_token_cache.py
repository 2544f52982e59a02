"""Token caches of two copies: what each adds stays, what one signs out of does not come back."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.entra.practice_sign_in import Browser, Shelf, cloud_of
from wizard.entra.scopes import READ_SCOPES
from wizard.entra.sign_in import SignIn
from wizard.entra.token_cache import combined
from wizard.practice import Practice
from wizard.problem import ProblemError
from wizard.security.vault import Refused, Unavailable

PEOPLE = st.sets(st.sampled_from("abcd"))


def cache(people: dict[str, int]) -> str:
    """The cache of these people, each with the time of the refresh token."""
    accounts = {name: {"home_account_id": name} for name in people}
    tokens = {
        name: {"home_account_id": name, "secret": f"{name}{time}", "last_modification_time": str(time)}
        for name, time in people.items()
    }
    return json.dumps({"Account": accounts, "RefreshToken": tokens})


def tokens(text: str | None) -> dict[str, str]:
    """The refresh token of each account."""
    found: dict[str, Any] = json.loads(text or "{}")
    return {name: each["secret"] for name, each in found.get("RefreshToken", {}).items()}


@pytest.mark.parametrize(
    ("before", "mine", "held", "signed_in", "kept"),
    [
        ("", {"a": 1}, None, "a", {"a": "a1"}),
        ({"a": 1}, {"a": 1, "b": 2}, {"a": 1, "c": 3}, "b", {"a": "a1", "b": "b2", "c": "c3"}),
        ({"a": 1}, {"a": 5}, {"a": 4}, "", {"a": "a5"}),
        ({"a": 1}, {"a": 4}, {"a": 5}, "", {"a": "a5"}),
        ({"a": 1}, {"a": 1}, {"a": 5}, "", {"a": "a5"}),
        ({"a": 1}, {"a": 5}, None, "", {}),  # signed out elsewhere: renewing brings nothing back
        ({"a": 1}, {"a": 5}, {"b": 2}, "", {"b": "b2"}),
        ({"a": 1}, {"a": 5}, None, "a", {"a": "a5"}),  # signed in again: kept
        ({"a": 1, "b": 1}, {"b": 1}, {"a": 1, "b": 1}, "", {"b": "b1"}),
    ],
)
def test_what_is_kept(
    before: dict[str, int] | str,
    mine: dict[str, int],
    held: dict[str, int] | None,
    signed_in: str,
    kept: dict[str, str],
) -> None:
    base = before if isinstance(before, str) else cache(before)
    text = combined(base, cache(mine), cache(held) if held is not None else None, signed_in)
    assert tokens(text) == kept
    assert (text is None) is (not kept)


@given(PEOPLE, PEOPLE, PEOPLE, st.sampled_from("abcd"))
def test_each_account_follows_from_its_own_history(
    before: set[str], mine: set[str], held: set[str], signed_in: str
) -> None:
    text = combined(
        cache(dict.fromkeys(before, 1)),
        cache(dict.fromkeys(mine | {signed_in}, 2)),
        cache(dict.fromkeys(held, 1)),
        signed_in,
    )
    added = {name for name in "abcd" if name not in before and name in mine | held}
    both = mine & held & before
    assert set(tokens(text)) == added | both | {signed_in}


@pytest.mark.parametrize("odd", ["nonsense", "[]", '{"Account": []}', '{"Account": {"x": 1}}'])
def test_what_cannot_be_read_is_replaced(odd: str) -> None:
    assert combined(cache({"a": 1}), cache({"a": 2}), odd) == cache({"a": 2})


async def test_two_copies_keep_both_sign_ins(practice: Practice) -> None:
    shelf, line = Shelf(), practice.line
    first, second = (SignIn(cloud_of(practice), line.client_id, practice.network, shelf) for _ in range(2))
    assert await second.accounts() == ()  # the second has read the cache before the first changes it
    one = await first.interactive(READ_SCOPES, open_browser=Browser(practice))
    other = await second.interactive(READ_SCOPES, open_browser=Browser(practice, "cher@contoso.example"))
    third = SignIn(cloud_of(practice), line.client_id, practice.network, shelf)
    assert {each.username for each in await third.accounts()} == {one.username, other.username}
    await first.sign_out()
    await second.token(fresh=True)  # renewed, and written
    assert shelf.kept == {}


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (None, False),
        (Unavailable("no_keyring"), False),
        (Unavailable("not_answering"), True),
        (Refused("locked"), True),
    ],
)
async def test_signing_out_says_when_the_keyring_may_still_have_it(
    practice: Practice, answer: object, told: bool
) -> None:
    class Refusing(Shelf):
        async def forget(self, name: str) -> object:
            return answer

    sign_in = SignIn(cloud_of(practice), practice.line.client_id, practice.network, Refusing())
    await sign_in.interactive(READ_SCOPES, open_browser=Browser(practice))
    if told:
        with pytest.raises(ProblemError) as kept:
            await sign_in.sign_out()
        assert kept.value.problem.code == "keyring_kept"
    else:
        await sign_in.sign_out()
    assert sign_in.account is None
    assert await sign_in.accounts() == ()
