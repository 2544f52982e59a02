"""Real MSAL against the practice authority: every way to sign in, and every way it can be refused."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
import uuid
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from pydantic import SecretStr

from tests.entra.practice_sign_in import Browser, Shelf, cloud_of, sign_in_to, signed_in
from wizard.entra.aadsts import SignInError
from wizard.entra.account import DeviceCode
from wizard.entra.loopback import AuthorizationReceiver
from wizard.entra.scopes import READ, READ_SCOPES, WRITE, WRITE_SCOPES, missing
from wizard.entra.sign_in import SignIn
from wizard.messages import explain
from wizard.network.clients import Network
from wizard.practice import Practice
from wizard.security.vault import Vault


async def test_the_browser_brings_an_account_and_a_token(practice: Practice) -> None:
    browser = Browser(practice)
    sign_in = sign_in_to(practice)
    account = await sign_in.interactive(READ_SCOPES, open_browser=browser, patience=20)
    assert account.username == practice.line.account
    assert account.tenant_id == practice.line.tenant_id
    assert uuid.UUID(account.object_id)
    assert account.name
    assert missing(account.scopes, READ) == ()
    assert missing(account.scopes, WRITE) == WRITE
    assert sign_in.account == account
    assert sign_in.session_only
    token = await sign_in.token()
    assert token.value.get_secret_value().count(".") == 2
    assert "Synchronization.Read.All" in token.scopes
    query = parse_qs(urlsplit(browser.addresses[0]).query)
    assert query["code_challenge_method"] == ["S256"]
    assert query["response_mode"] == ["form_post"]
    assert query["prompt"] == ["select_account"]
    assert "sign-in page answered" in browser.last_page


async def test_writing_is_asked_for_later(practice: Practice) -> None:
    sign_in, reader = await signed_in(practice, READ_SCOPES)
    writer = await sign_in.interactive(
        WRITE_SCOPES, login_hint=reader.username, open_browser=Browser(practice), patience=20
    )
    assert missing(writer.scopes, WRITE) == ()
    assert (await sign_in.token()).scopes >= {"Synchronization.ReadWrite.All"}


async def test_a_sign_in_outlives_the_program(practice: Practice) -> None:
    shelf = Shelf()
    first = sign_in_to(practice, shelf)
    account = await first.interactive(READ_SCOPES, open_browser=Browser(practice), patience=20)
    assert not first.session_only
    second = sign_in_to(practice, shelf)
    (known,) = await second.accounts()
    assert (known.username, known.home_account_id) == (account.username, account.home_account_id)
    again = await second.silent(READ_SCOPES)
    assert (again.username, again.tenant_id, again.object_id) == (
        account.username,
        account.tenant_id,
        account.object_id,
    )
    assert (await second.token()).value.get_secret_value()


@pytest.mark.keyring
async def test_the_cache_lives_in_the_real_keyring(practice: Practice) -> None:
    namespace = f"test {uuid.uuid4()}"

    def program() -> SignIn:
        return SignIn(
            cloud_of(practice), practice.line.client_id, practice.network, Vault(namespace, piece_size=1200)
        )

    first = program()
    await first.interactive(READ_SCOPES, open_browser=Browser(practice), patience=20)
    assert not first.session_only
    second = program()
    assert (await second.silent(READ_SCOPES)).username == practice.line.account
    await second.sign_out()
    with pytest.raises(SignInError) as caught:
        await program().silent(READ_SCOPES)
    assert caught.value.problem.code == "signin_interaction_needed"


async def test_an_unreadable_cache_counts_as_empty(practice: Practice) -> None:
    shelf = Shelf()
    sign_in = sign_in_to(practice, shelf)
    shelf.kept[sign_in._entry] = SecretStr("{not json")
    assert await sign_in.accounts() == ()


async def test_two_accounts_are_kept_apart(practice: Practice) -> None:
    shelf = Shelf()
    sign_in = sign_in_to(practice, shelf)
    await sign_in.interactive(READ_SCOPES, open_browser=Browser(practice), patience=20)
    await sign_in.interactive(
        READ_SCOPES, open_browser=Browser(practice, "cher@contoso.example"), patience=20
    )
    reopened = sign_in_to(practice, shelf)
    accounts = await reopened.accounts()
    assert {account.username for account in accounts} == {practice.line.account, "cher@contoso.example"}
    with pytest.raises(SignInError):
        await reopened.silent(READ_SCOPES)  # whose?
    wanted = next(account for account in accounts if account.username.startswith("cher"))
    reopened.use(wanted)
    assert (await reopened.silent(READ_SCOPES)).username == "cher@contoso.example"


async def test_signing_out_leaves_nothing(practice: Practice) -> None:
    shelf = Shelf()
    sign_in = sign_in_to(practice, shelf)
    await sign_in.interactive(READ_SCOPES, open_browser=Browser(practice), patience=20)
    await sign_in.sign_out()
    assert shelf.kept == {}
    assert sign_in.account is None
    assert await sign_in.accounts() == ()
    with pytest.raises(SignInError):
        await sign_in.token()


async def test_a_code_typed_elsewhere(practice: Practice) -> None:
    shown: list[DeviceCode] = []

    def show(code: DeviceCode) -> None:
        shown.append(code)
        Browser(practice).enter_code(code.verification_uri, code.user_code)

    account = await sign_in_to(practice).device_code(READ_SCOPES, show)
    assert account.username == practice.line.account
    assert shown[0].expires.timestamp() > time.time()


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ("consent-needed", "signin_consent_needed"),
        ("admin-consent-needed", "signin_admin_approval"),
        ("mfa-needed", "signin_more_proof"),
        ("account-disabled", "signin_account_disabled"),
        ("wrong-password", "signin_wrong_password"),
        ("sign-in-cancelled", "signin_consent_declined"),
    ],
)
async def test_a_refusal_in_the_browser_is_explained(practice: Practice, fault: str, code: str) -> None:
    practice.tenant.faults.switch(fault, on=True)
    with pytest.raises(SignInError) as caught:
        await signed_in(practice)
    problem = caught.value.problem
    assert problem.code == code
    assert problem.facts["number"].startswith("AADSTS")
    words = explain(problem)
    assert words.do
    assert "Trace ID" not in words.what + words.why


async def test_mfa_claims_can_be_handed_on(practice: Practice) -> None:
    sign_in, account = await signed_in(practice)
    practice.tenant.faults.switch("mfa-needed", on=True)
    with pytest.raises(SignInError) as caught:
        await sign_in.token(fresh=True)
    assert caught.value.claims is not None
    practice.tenant.faults.clear()
    browser = Browser(practice)
    again = await sign_in.interactive(
        WRITE_SCOPES,
        login_hint=account.username,
        claims=caught.value.claims,
        open_browser=browser,
        patience=20,
    )
    assert again.username == account.username
    assert "capolids" in parse_qs(urlsplit(browser.addresses[0]).query)["claims"][0]


async def test_a_blocked_device_code_points_to_the_browser(practice: Practice) -> None:
    practice.tenant.faults.switch("device-code-blocked", on=True)
    with pytest.raises(SignInError) as caught:
        await sign_in_to(practice).device_code(
            READ_SCOPES, lambda code: Browser(practice).enter_code(code.verification_uri, code.user_code)
        )
    assert caught.value.problem.code == "signin_device_code_blocked"


async def test_an_ended_session_asks_for_a_person(practice: Practice) -> None:
    sign_in, _account = await signed_in(practice)
    practice.tenant.faults.switch("refresh-expired", on=True)
    with pytest.raises(SignInError) as caught:
        await sign_in.token(fresh=True)
    assert caught.value.problem.code == "signin_interaction_needed"


async def test_another_tenant_is_unknown(practice: Practice) -> None:
    cloud = cloud_of(practice)
    elsewhere = type(cloud)("practice", cloud.authority, cloud.graph, cloud.portal)
    sign_in = SignIn(elsewhere, practice.line.client_id, practice.network, None, str(uuid.uuid4()))
    with pytest.raises(SignInError) as caught:
        await sign_in.silent(READ_SCOPES)
    assert caught.value.problem.code == "signin_tenant_unknown"


async def test_an_unknown_client_id_is_named(practice: Practice) -> None:
    sign_in = SignIn(cloud_of(practice), str(uuid.uuid4()), practice.network, None)
    with pytest.raises(SignInError) as caught:
        await sign_in.device_code(READ_SCOPES, lambda code: None)
    assert caught.value.problem.code == "signin_client_unknown"


async def test_no_authority_is_no_crash(practice: Practice) -> None:
    practice.tenant.faults.switch("authority-down", on=True)
    with pytest.raises(SignInError) as caught:
        await sign_in_to(practice).accounts()
    assert caught.value.problem.code == "signin_unavailable"
    practice.tenant.faults.clear()
    assert await sign_in_to(practice).accounts() == ()


async def test_an_untrusted_authority_is_named(practice: Practice) -> None:
    stranger = Network(allow_loopback=True, routes=practice.network.routes)
    sign_in = SignIn(cloud_of(practice), practice.line.client_id, stranger, None)
    with pytest.raises(SignInError) as caught:
        await sign_in.accounts()
    assert caught.value.problem.code == "signin_tls"


async def test_nobody_comes(practice: Practice) -> None:
    with pytest.raises(SignInError) as caught:
        await sign_in_to(practice).interactive(READ_SCOPES, open_browser=lambda address: None, patience=0.3)
    assert caught.value.problem.code == "signin_timeout"


async def test_a_browser_that_cannot_be_opened_says_so_at_once(practice: Practice) -> None:
    def broken(address: str) -> None:
        raise OSError("no browser")

    with pytest.raises(OSError, match="no browser"):
        await sign_in_to(practice).interactive(READ_SCOPES, open_browser=broken)


async def test_the_shown_address_works_when_no_browser_can_be_opened(practice: Practice) -> None:
    person = Browser(practice)
    visits: list[threading.Thread] = []

    def copied(address: str) -> None:
        visits.append(threading.Thread(target=person, args=(address,)))
        visits[-1].start()

    def broken(address: str) -> None:
        raise OSError("no browser")

    account = await sign_in_to(practice).interactive(
        READ_SCOPES, open_browser=broken, show_address=copied, patience=20
    )
    assert account.username == practice.line.account
    visits[0].join(10)


async def test_canceling_frees_the_port_at_once(practice: Practice) -> None:
    browser: asyncio.Queue[str] = asyncio.Queue()
    task = asyncio.create_task(
        sign_in_to(practice).interactive(READ_SCOPES, open_browser=browser.put_nowait)
    )
    port = urlsplit(parse_qs(urlsplit(await browser.get()).query)["redirect_uri"][0]).port
    assert port
    task.cancel()
    await asyncio.wait({task}, timeout=1.0)
    assert task.cancelled()
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0


async def test_a_canceled_device_code_returns_at_once(practice: Practice) -> None:
    shown = asyncio.Event()
    task = asyncio.create_task(sign_in_to(practice).device_code(READ_SCOPES, lambda code: shown.set()))
    await shown.wait()
    task.cancel()
    await asyncio.wait({task}, timeout=1.0)
    assert task.cancelled()


async def test_the_receiver_takes_only_the_answer_it_waits_for() -> None:
    async with AuthorizationReceiver() as receiver, httpx.AsyncClient(trust_env=False) as browser:
        waiting = asyncio.create_task(receiver.answer("the state"))
        await asyncio.sleep(0)
        refused = [
            await browser.get(receiver.redirect_uri, params={"code": "x", "state": "the state"}),
            await browser.post(receiver.redirect_uri, data={"code": "x", "state": "another"}),
            await browser.post(receiver.redirect_uri, data={"state": "the state"}),
            await browser.post(receiver.redirect_uri, content=b"x" * 100_000),
            await browser.get(receiver.redirect_uri + "/" + "x" * 20_000),
        ]
        assert {answer.status_code for answer in refused} == {400}
        assert not waiting.done()
        good = await browser.post(receiver.redirect_uri, data={"code": "<b>1</b>", "state": "the state"})
        assert good.status_code == 200
        assert "<b>1</b>" not in good.text
        assert (await waiting)["code"] == "<b>1</b>"
