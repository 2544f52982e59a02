"""Settings: every choice has its effect at once, and facts about the program are true."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path
from types import MappingProxyType, SimpleNamespace

import pytest
from PySide6.QtCore import QByteArray, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from tests.ui.seen import SETTINGS, cut_off, let_layout_finish, opened, unnamed
from wizard.licenses import license_text
from wizard.network.proxies import Proxy, ProxySettings, decision_for
from wizard.ui.appearance.theme import Theme, is_dark
from wizard.ui.session.program_facts import ProgramFacts, proxy_sentence
from wizard.ui.shell.licenses_dialog import LicensesDialog
from wizard.ui.shell.settings_dialog import SettingsDialog
from wizard.ui.shell.window import MainWindow
from wizard.ui.shell.window_place import WindowPlace, keep_place, read_place
from wizard.updates.checking import Updates

FACTS = ProgramFacts(
    "/home/alex/data",
    "Proxy: none; this program connects directly.",
    busy=False,
    logs="Logs: kept on this computer for 30 days.",
    updates=Updates(on=False, state="not_checked", why="off"),
)
PROXY = Proxy("proxy.corp", 8080, user="alex")


@pytest.fixture
def dialog(window: MainWindow) -> Iterator[SettingsDialog]:
    opened(window, "before")
    dialog = SettingsDialog(FACTS, "", window)
    dialog.open()
    let_layout_finish(dialog)
    yield dialog
    if isValid(dialog):
        dialog.reject()


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    colors, scheme, font = qapp.palette(), qapp.styleHints().colorScheme(), qapp.font()
    yield Theme(qapp)
    qapp.styleHints().setColorScheme(Qt.ColorScheme.Unknown)
    qapp.styleHints().setColorScheme(scheme)
    qapp.setPalette(colors)
    qapp.setFont(font)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the system paints")
def test_a_theme_is_used_at_once_and_the_system_is_followed_again(theme: Theme, qapp: QApplication) -> None:
    theme.choose("dark")
    assert is_dark(qapp.palette())
    theme.choose("light")
    assert not is_dark(qapp.palette())
    theme._system_is_dark = True
    theme.choose("")
    hint = qapp.styleHints().colorScheme()
    assert is_dark(qapp.palette()) is (hint in (Qt.ColorScheme.Dark, Qt.ColorScheme.Unknown))


def test_the_theme_is_remembered(tmp_path: Path) -> None:
    keep_place(tmp_path, WindowPlace(QByteArray(b"here"), "key", "es", "dark"))
    place = read_place(tmp_path)
    assert place is not None
    assert (place.page, place.language, place.theme) == ("key", "es", "dark")


def test_choosing_a_theme_says_which(dialog: SettingsDialog, qtbot: QtBot) -> None:
    with qtbot.waitSignal(dialog.theme_chosen) as chosen:
        dialog.themes.setCurrentIndex(2)
        dialog.themes.activated.emit(2)
    assert chosen.args == ["dark"]


def test_logs_lead_to_their_page(dialog: SettingsDialog, qtbot: QtBot) -> None:
    with qtbot.waitSignal(dialog.page_wanted) as wanted:
        dialog._go_to_logs()
    assert wanted.args == ["logs"]


def test_the_data_folder_opens(dialog: SettingsDialog, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", shown.append)
    dialog._open_folder()
    assert [each.toLocalFile() for each in shown] == ["/home/alex/data"]


def test_no_license_is_left_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    class Metadata(EmailMessage):
        json: Mapping[str, str] = MappingProxyType({})

    known = Metadata()
    known["Name"], known["Version"] = "silent", "1"
    monkeypatch.setattr("importlib.metadata.distributions", lambda: [SimpleNamespace(metadata=known)])
    assert license_text() == "silent 1: not stated"


def test_every_package_is_among_the_licenses(dialog: SettingsDialog, qtbot: QtBot) -> None:
    lines = license_text().splitlines()
    for package in ("PySide6_Essentials", "httpx", "msal", "pydantic", "keyring"):
        assert any(line.startswith(f"{package} ") and ": " in line for line in lines), package
    dialog._show_licenses()
    licenses = dialog.findChild(LicensesDialog)
    assert licenses is not None
    assert licenses.text.toPlainText().splitlines() == lines
    licenses.accept()


@pytest.mark.parametrize(
    ("decision", "said"),
    [
        (ProxySettings(), "none; this program connects directly"),
        (
            ProxySettings(replace(PROXY, variable="HTTPS_PROXY")),
            "proxy.corp:8080, from the variable HTTPS_PROXY",
        ),
        (ProxySettings(replace(PROXY, source="script")), "from the proxy script"),
        (ProxySettings(PROXY), "from the settings of this computer"),
        (ProxySettings(excluded_by="NO_PROXY"), "the variable NO_PROXY excludes it"),
        (ProxySettings(excluded_by="settings"), "this computer's settings exclude it"),
    ],
)
def test_what_decides_about_the_proxy(decision: ProxySettings, said: str) -> None:
    text = proxy_sentence(decision)
    assert said in text
    assert "alex" not in text


def test_the_variable_is_the_one_that_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ALL_PROXY", "http://alex:secret@proxy.corp:8080")
    assert "ALL_PROXY" in proxy_sentence(decision_for("graph.microsoft.com", 443))
    assert "secret" not in proxy_sentence(decision_for("graph.microsoft.com", 443))
    monkeypatch.setenv("NO_PROXY", ".microsoft.com")
    assert decision_for("graph.microsoft.com", 443).excluded_by == "NO_PROXY"


@pytest.mark.parametrize("setting", SETTINGS, indirect=True)
def test_nothing_is_cut_off(dialog: SettingsDialog) -> None:
    assert cut_off(dialog) == []
    assert unnamed(dialog) == []
    assert dialog.height() <= dialog.parentWidget().window().height()
