"""Meaning of proxy settings and NO_PROXY, without any connection."""

from __future__ import annotations

import sys
import urllib.request

import pytest

from wizard.messages import explain
from wizard.network import proxies
from wizard.network.no_proxy import NoProxy
from wizard.network.pac_windows import first_proxy
from wizard.network.proxies import parse, proxy_for
from wizard.network.proxy_failure import ProxyFailed
from wizard.security.redactor import redact


@pytest.mark.parametrize(
    ("value", "kind", "host", "port", "user", "password"),
    [
        ("proxy.example", "http", "proxy.example", 80, "", None),
        ("HTTP://Proxy.Example.:3128/", "http", "proxy.example.", 3128, "", None),
        ("https://proxy.example", "https", "proxy.example", 443, "", None),
        ("socks5://proxy.example", "socks5", "proxy.example", 1080, "", None),
        ("SOCKS5H://10.0.0.1:9050", "socks5", "10.0.0.1", 9050, "", None),
        ("http://[::1]:3128", "http", "::1", 3128, "", None),
        ("::1", "http", "::1", 80, "", None),
        ("http://bücher.example:1", "http", "xn--bcher-kva.example", 1, "", None),
        ("http://ana@proxy:1", "http", "proxy", 1, "ana", ""),
        ("http://ana:a%40b%zz@proxy:1", "http", "proxy", 1, "ana", "a@b%zz"),
        ("http://ana:p@ss#word/?@proxy:1/x?y#z", "http", "proxy", 1, "ana", "p@ss#word/?"),
        ("http://proxy:", "http", "proxy", 80, "", None),
    ],
)
def test_a_setting_names_a_proxy(
    value: str, kind: str, host: str, port: int, user: str, password: str | None
) -> None:
    found = parse(value)
    given = None if found.password is None else found.password.get_secret_value()
    assert (found.kind, found.host, found.port, found.user, given) == (kind, host, port, user, password)


def test_the_password_shows_nowhere() -> None:
    found = parse("http://ana:wrong-horse-battery@proxy:1")
    assert "wrong-horse" not in repr(found) + found.shown
    assert "wrong-horse" not in redact("the proxy said: wrong-horse-battery")
    for value in ("ftp://ana:wrong-horse@proxy:1", "http://ana:wrong-horse", "http://ana:wrong@[::1"):
        with pytest.raises(ProxyFailed) as caught:
            parse(value)
        assert "wrong" not in f"{caught.value} {caught.value.problem}"


@pytest.mark.parametrize(
    ("no_proxy", "host", "port", "covered"),
    [
        ("", "acme.playvox.com", 443, False),
        ("*", "acme.playvox.com", 443, True),
        ("playvox.com", "acme.playvox.com", 443, True),
        (".playvox.com", "acme.playvox.com", 443, True),
        ("*.playvox.com", "acme.playvox.com", 443, True),
        (".playvox.com", "playvox.com", 443, True),
        ("vox.com", "playvox.com", 443, False),
        ("PLAYVOX.com.", "Acme.Playvox.com.", 443, True),
        ("playvox.com:443", "acme.playvox.com", 443, True),
        ("playvox.com:8443", "acme.playvox.com", 443, False),
        ("https://playvox.com/", "acme.playvox.com", 443, True),
        ("a,b playvox.com\tc", "acme.playvox.com", 443, True),
        ("10.0.0.0/8", "10.1.2.3", 443, True),
        ("10.0.0.0/8", "11.1.2.3", 443, False),
        ("10.1.2.3", "10.1.2.3", 443, True),
        ("10.1.2.3:443", "10.1.2.3", 443, True),
        ("10.1.2.3:80", "10.1.2.3", 443, False),
        ("fe80::/10", "fe80::1%eth0", 443, True),
        ("fe80::/10", "2001:db8::1", 443, False),
        ("fe80::/10", "acme.playvox.com", 443, False),
        ("[::1]", "::1", 443, True),
        ("[::1]:443", "::1", 443, True),
        ("[::1]:80", "::1", 443, False),
        ("::1", "::1", 443, True),
        ("intra.corp:8o80", "intra.corp", 8080, False),
    ],
)
def test_no_proxy_covers(no_proxy: str, host: str, port: int, covered: bool) -> None:
    assert NoProxy.parse(no_proxy).covers(host, port) is covered


def test_what_is_not_understood_in_no_proxy_is_named_without_a_password() -> None:
    found = NoProxy.parse("intra.corp:8o80, user:p#ss@proxy!, [::1, fe80::/10, , good.example")
    assert found.ignored == ("intra.corp:8o80", "proxy!", "[::1")
    assert len(found.entries) == 2


@pytest.mark.parametrize(
    ("named", "first"),
    [
        ("", ""),
        ("proxy:8080;other:1", "proxy:8080"),
        ("http=a:1;https=b:2", "a:1"),
        ("socks=a:1", "socks4://a:1"),
        ("socks=a:1 https=b:2", "socks4://a:1"),
    ],
)
def test_windows_lists_of_proxies(named: str, first: str) -> None:
    assert first_proxy(named) == first


@pytest.fixture
def system(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Proxy settings of the system as Windows stores them; the environment has none."""
    kept: dict[str, str] = {}
    for name in ("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(urllib.request, "getproxies_registry", lambda: kept, raising=False)
    monkeypatch.setattr(
        urllib.request, "proxy_bypass_registry", lambda host: host.startswith("intra"), raising=False
    )
    return kept


def test_the_system_s_settings_apply_without_variables(
    system: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    system["https"] = "http://proxy.example:3128"
    found = proxy_for("acme.playvox.com", 443)
    assert found is not None
    assert (found.shown, found.variable, found.source) == ("proxy.example:3128", "", "settings")
    assert proxy_for("intra.example", 443) is None
    # Python's own function would read this variable as all settings.
    monkeypatch.setenv("NO_PROXY", "other.example")
    assert proxy_for("acme.playvox.com", 443) == found
    assert proxy_for("other.example", 443) is None


def test_the_system_s_settings_can_be_unusable_too(system: dict[str, str]) -> None:
    system["https"] = "socks4://proxy.example:1080"
    with pytest.raises(ProxyFailed) as caught:
        proxy_for("acme.playvox.com", 443)
    assert caught.value.code == "proxy_unusable"
    assert not caught.value.problem.retryable
    assert "system" in explain(caught.value.problem).what


def test_macos_names_socks_proxies_apart(system: dict[str, str]) -> None:
    system["socks"] = "http://proxy.example:1080"
    found = proxy_for("acme.playvox.com", 443)
    assert found is not None
    assert (found.kind, found.shown) == ("socks5", "proxy.example:1080")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows follows scripts by itself")
def test_a_script_is_searched_for_only_where_it_is_announced(
    system: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def ask(url: str) -> proxies.ScriptAnswer:
        asked.append(url)
        return proxies.ScriptAnswer("http://wpad/wpad.dat")

    monkeypatch.setattr(proxies, "ask_script", ask)
    assert proxy_for("acme.playvox.com", 443) is None
    assert asked == []
    found = proxies.settings_for("acme.playvox.com", 443)
    assert (found.proxy, found.script.script) == (None, "http://wpad/wpad.dat")
    assert asked == ["https://acme.playvox.com:443/"]
