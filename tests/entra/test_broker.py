"""Windows' own sign-in dialog: used where it is available, otherwise the browser.

The dialog itself exists on Windows only. Here the practice authority replaces it in MSAL.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import httpx
import msal
import pytest

from tests.entra.practice_sign_in import Browser, cloud_of, sign_in_to
from wizard.entra import broker
from wizard.entra.aadsts import SignInError
from wizard.entra.cloud import CLOUDS
from wizard.entra.scopes import READ_SCOPES

if TYPE_CHECKING:
    from wizard.practice import Practice

Dialog = Callable[..., dict[str, Any]]


@pytest.fixture
def dialog(monkeypatch: pytest.MonkeyPatch) -> Callable[[Dialog], None]:
    """`dialog(answer)`: sets what MSAL's interactive call returns, as if Windows' dialog had been used."""

    def put(answer: Dialog) -> None:
        monkeypatch.setattr(broker, "in_use", lambda _app: True)
        monkeypatch.setattr(msal.PublicClientApplication, "acquire_token_interactive", answer)

    return put


async def test_the_dialog_signs_in_without_a_browser(
    practice: Practice, dialog: Callable[[Dialog], None]
) -> None:
    asked: list[dict[str, Any]] = []

    def sign_in_dialog(app: msal.PublicClientApplication, scopes: list[str], **more: Any) -> dict[str, Any]:
        asked.append(more)
        flow = app.initiate_auth_code_flow(
            scopes, redirect_uri="http://localhost:1", response_mode="form_post"
        )
        with httpx.Client(verify=practice.network.ssl_context(), trust_env=False) as client:
            headers = {"X-Practice-Account": practice.line.account, "Accept": "application/json"}
            answer = client.get(flow["auth_uri"], headers=headers).json()["fields"]
        result: dict[str, Any] = app.acquire_token_by_auth_code_flow(flow, answer)
        return result

    dialog(sign_in_dialog)
    sign_in, browser = sign_in_to(practice), Browser(practice)
    account = await sign_in.interactive(READ_SCOPES, open_browser=browser, patience=20)
    assert account.username == practice.line.account
    assert browser.addresses == []
    assert asked[0]["prompt"] == "select_account"
    assert asked[0]["parent_window_handle"] is msal.PublicClientApplication.CONSOLE_WINDOW_HANDLE
    assert (await sign_in.token()).scopes >= {"User.Read"}


def unusable(*_args: Any, **_more: Any) -> dict[str, Any]:
    return {"error": "broker_error", "error_description": "Status: Response_Status.Status_Unexpected"}


def unregistered(*_args: Any, **_more: Any) -> dict[str, Any]:
    raise ValueError("MsalRuntime needs the current app to register these redirect_uri")


@pytest.mark.parametrize("answer", [unusable, unregistered])
async def test_the_browser_follows_a_dialog_that_cannot(
    practice: Practice, dialog: Callable[[Dialog], None], answer: Dialog
) -> None:
    dialog(answer)
    sign_in, browser = sign_in_to(practice), Browser(practice)
    account = await sign_in.interactive(READ_SCOPES, open_browser=browser, patience=20)
    assert account.username == practice.line.account
    assert len(browser.addresses) == 1


async def test_a_closed_dialog_cancels(practice: Practice, dialog: Callable[[Dialog], None]) -> None:
    dialog(lambda *_args, **_more: {"error": "broker_error", "_broker_status": "Status_UserCanceled"})
    browser = Browser(practice)
    with pytest.raises(SignInError) as refused:
        await sign_in_to(practice).interactive(READ_SCOPES, open_browser=browser, patience=20)
    assert refused.value.problem.code == "signin_cancelled"
    assert browser.addresses == []


async def test_it_is_for_windows_with_the_package_and_real_clouds(
    practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(
        "importlib.util.find_spec", lambda name: object() if name == "pymsalruntime" else None
    )
    assert broker.available(CLOUDS["global"])
    assert not broker.available(cloud_of(practice))
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    assert not broker.available(CLOUDS["global"])
    monkeypatch.setattr(sys, "platform", "linux")
    assert not broker.available(CLOUDS["global"])
