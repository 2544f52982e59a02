"""Parts of Windows that the program uses: proxy scripts by WinHTTP, and the sign-in dialog's library."""

from __future__ import annotations

import struct
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from build.windows.parts import PYTHON
from build.windows.places import COMMAND_LINE, PROGRAM, ROOT, TITLE, WINDOW
from build.windows.wine import Wine
from tests.packaging.windows.conftest import dark
from wizard import __version__

pytestmark = [pytest.mark.windows, pytest.mark.timeout(900)]

_SETTINGS, _DIRECT, _SCRIPT = 0x46, 0x1, 0x4  # layout of Internet Options; no proxy, and a setup script
_PAC = b"""
function FindProxyForURL(url, host) {
    return shExpMatch(host, "*.playvox.com") ? "PROXY proxy.contoso.example:3128; DIRECT" : "DIRECT";
}
"""


class _Script(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/x-ns-proxy-autoconfig")
        self.send_header("Content-Length", str(len(_PAC)))
        self.end_headers()
        self.wfile.write(_PAC)

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@pytest.fixture
def script() -> Iterator[str]:
    """The address of a proxy script on this machine."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Script) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/proxy.pac"
        finally:
            server.shutdown()
            thread.join()


def answers(prefix: Wine, folder: Path, code: str, *arguments: str) -> list[str]:
    """The lines that a piece of Python prints on Windows, with the program's source and packages."""
    file = folder / "ask.py"
    file.write_text(code, encoding="utf-8")
    done = prefix.run(PYTHON / "python.exe", file, *arguments)
    assert done.returncode == 0, done
    return done.stdout.decode().splitlines()


def test_the_proxy_script_of_the_settings_decides(prefix: Wine, script: str, tmp_path: Path) -> None:
    address = script.encode()
    found = struct.pack("<5I", _SETTINGS, 1, _DIRECT | _SCRIPT, 0, 0)
    found += struct.pack("<I", len(address)) + address + bytes(32)
    asked = r"""
import sys, winreg
from wizard.network.proxies import proxy_for

path = r"Software\Microsoft\Windows\CurrentVersion\Internet Settings\Connections"
key = winreg.CreateKey(winreg.HKEY_CURRENT_USER, path)
winreg.SetValueEx(key, "DefaultConnectionSettings", 0, winreg.REG_BINARY, bytes.fromhex(sys.argv[1]))
try:
    for host in ("acme.playvox.com", "graph.microsoft.com"):
        found = proxy_for(host, 443)
        print(found.shown if found is not None else "none")
finally:
    winreg.DeleteValue(key, "DefaultConnectionSettings")
"""
    lines = answers(prefix, tmp_path, asked, found.hex())
    assert lines == ["proxy.contoso.example:3128", "none"]


def test_the_sign_in_dialog_has_its_library(prefix: Wine, tmp_path: Path) -> None:
    asked = """
import pymsalruntime
from wizard.entra import broker
from wizard.entra.cloud import CLOUDS
print(broker.available(CLOUDS["global"]), hasattr(pymsalruntime, "signin_interactively"))
"""
    assert answers(prefix, tmp_path, asked) == ["True True"]


def test_a_file_is_replaced_when_its_reader_has_closed_it(prefix: Wine, tmp_path: Path) -> None:
    """Windows refuses to replace a file that somebody reads."""
    asked = """
import os, sys, threading, time
from pathlib import Path
from wizard.setup.files import write_chosen

path = Path(sys.argv[1])
path.write_bytes(b"old")
reader = path.open("rb")
try:
    os.replace(__file__, path)
except PermissionError as error:
    print("refused")
threading.Timer(0.5, reader.close).start()
write_chosen(path, b"new")
print(path.read_text())
"""
    kept = tmp_path / "kept.json"
    assert answers(prefix, tmp_path, asked, Wine.path(kept)) == ["refused", "new"]


def test_reasons_of_files_are_true_on_windows(prefix: Wine, tmp_path: Path) -> None:
    asked = """
import ctypes, sys
from pathlib import Path
from wizard.file_reasons import file_reason
from wizard.own_files import read_file

folder = Path(sys.argv[1])
held = folder / "held.csv"
held.write_bytes(b"x")
exclusive = ctypes.windll.kernel32.CreateFileW(str(held), 0x80000000, 0, None, 3, 0, None)

def why(path, act):
    try:
        act(path)
    except OSError as error:
        print(file_reason(error))

why(folder, lambda path: read_file(path, 10))
why(held, lambda path: read_file(path, 10))
why(held, Path.unlink)
why(folder / "a?.csv", lambda path: path.write_bytes(b"x"))
why(folder / "none.csv", lambda path: read_file(path, 10))
"""
    assert answers(prefix, tmp_path, asked, Wine.path(tmp_path)) == [
        "It is a folder, not a file.",
        "Another program has it open, or this account may not read or write it.",
        "Another program has it open.",
        "Its name has characters that Windows does not allow.",
        "The file or its folder does not exist.",
    ]


def test_dark_mode_and_accent_are_followed_in_every_style(prefix: Wine, tmp_path: Path) -> None:
    """That of Windows 10 has no dark look of its own."""
    asked = """
import sys
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication
from wizard.ui.appearance.theme import Theme, contrast, is_dark

app = QApplication([sys.argv[0], "-style", sys.argv[1]])
Theme(app)
colors, r = app.palette(), QPalette.ColorRole
tinted = "tinted" if colors.color(r.AlternateBase).hsvSaturation() else "plain"
print("dark" if is_dark(colors) else "light", colors.color(r.Highlight).name(), tinted)
pairs = (r.WindowText, r.Window), (r.Text, r.Base), (r.PlaceholderText, r.Window)
print(*(str(text) for text, ground in pairs if contrast(colors.color(text), colors.color(ground)) < 4.5))
"""
    with dark(prefix):
        for style in ("windowsvista", "windows11", "fusion"):
            assert answers(prefix, tmp_path, asked, style) == ["dark #d02020 plain", ""], style
    assert answers(prefix, tmp_path, asked, "windowsvista")[0].startswith("light")


def test_the_task_scheduler_takes_the_offered_task(prefix: Wine, tmp_path: Path) -> None:
    offered = (ROOT / "docs" / "watch" / "playvox-watch.xml").read_text(encoding="utf-8")
    misspelled = tmp_path / "misspelled.xml"
    misspelled.write_text(offered.replace("Exec>", "Exek>"), encoding="utf-8")
    taken = ROOT / "docs" / "watch" / "playvox-watch.xml"
    codes = [
        prefix.run("schtasks", "/create", "/tn", "Playvox watch", "/xml", file).returncode
        for file in (taken, misspelled)
    ]
    assert codes == [0, 1]
    assert prefix.run("schtasks", "/delete", "/tn", "Playvox watch", "/f").returncode == 0


def test_both_programs_tell_windows_what_they_are(prefix: Wine, tmp_path: Path) -> None:
    """Read from the files by pefile: no administrator's rights, sharp on each screen, long paths, UTF-8."""
    asked = """
import sys
import xml.etree.ElementTree as xml
import pefile

for name in sys.argv[1:]:
    program = pefile.PE(name)
    kinds = {each.id: each for each in program.DIRECTORY_ENTRY_RESOURCE.entries}
    icon, manifest = kinds[14], kinds[24].directory.entries[0].directory.entries[0].data.struct
    told = xml.fromstring(program.get_data(manifest.OffsetToData, manifest.Size))
    parts = {each.tag.rpartition("}")[2]: each for each in told.iter()}
    tables = [part.StringTable for part in program.FileInfo[0] if hasattr(part, "StringTable")]
    print({2: "window", 3: "console"}[program.OPTIONAL_HEADER.Subsystem])
    print(tables[0][0].entries[b"FileDescription"].decode())
    print(tables[0][0].entries[b"ProductVersion"].decode())
    print(parts["requestedExecutionLevel"].get("level"))
    for each in ("dpiAwareness", "longPathAware", "activeCodePage"):
        print(parts[each].text)
"""
    programs = [Wine.path(PROGRAM / name) for name in (COMMAND_LINE, WINDOW)]
    same = [__version__, "asInvoker", "PerMonitorV2, PerMonitor", "true", "UTF-8"]
    assert answers(prefix, tmp_path, asked, *programs) == [
        *("console", f"{TITLE} (command line)", *same),
        *("window", TITLE, *same),
    ]
