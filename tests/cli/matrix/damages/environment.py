"""Environment variables with odd values."""

from __future__ import annotations

from collections.abc import Callable

from tests.cli.matrix.attempt import PROBLEMS, Attempt
from tests.cli.matrix.commands import Command
from tests.cli.matrix.damages.damage import Damage
from wizard.environment import FLAGS, variable

_LONG = "x" * 100_000
_ODD: dict[str, tuple[str, ...]] = {
    "HOME": ("", "relative", "/nonexistent/home", "/dev/null"),
    "XDG_CONFIG_HOME": ("relative", "/nonexistent/x", "/dev/null", "\x1b[31m"),
    "XDG_CACHE_HOME": ("/dev/null",),
    "XDG_RUNTIME_DIR": ("/dev/null",),
    "TMPDIR": ("/nonexistent", "/dev/null", "relative"),
    "LANG": ("xx_YY.nonsense", "C", "tr_TR.UTF-8"),
    "LC_ALL": ("POSIX", "nonsense", "de_DE@euro", "../../etc"),
    "LANGUAGE": (":::", "../../../etc/passwd", "x" * 5_000),
    "TZ": ("Nowhere/Never", "../../../etc/passwd", "UTC-99:99:99", ":/dev/zero", "/"),
    "TERM": ("dumb", "nonsense", ""),
    "NO_COLOR": ("1",),
    "COLUMNS": ("0", "1", "-5", "1000000", "x"),
    "DBUS_SESSION_BUS_ADDRESS": (
        "nonsense",
        "unix:path=/nonexistent",
        "unix:path=/dev/null;;=",
        "tcp:host=,port=x",
    ),
    "QT_QPA_PLATFORM": ("nonsense",),
    "DISPLAY": (":99999",),
    "BROWSER": ("/nonexistent %s", "\x1b%s%s"),
    "PATH": ("", "/nonexistent"),
    "PYTHONIOENCODING": ("ascii", "latin-1:strict", "utf-16", "cp1252:strict", "cp037"),
    "PYTHON_KEYRING_BACKEND": (
        "nonsense",
        "no.such.Module",
        "os.path",
        "keyring.backends.null.Keyring",
        "keyring.backends.fail.Keyring",
        "json.JSONDecoder",
    ),
    "KEYRING_PROPERTY_X": ("1",),
    "HTTPS_PROXY": (
        "http://[::",
        "socks9://x:1",
        "\x1b[31m",
        "http://127.0.0.1:1",
        "http://u:p@127.0.0.1:x",
    ),
    "NO_PROXY": ("[::,*,,=", "*", _LONG),
    "REQUESTS_CA_BUNDLE": ("/nonexistent", "/dev/null", "/dev/zero", "/etc"),
    "SSL_CERT_FILE": ("/nonexistent", "/dev/null", "/etc/passwd", "/etc"),
    "SSL_CERT_DIR": ("/nonexistent", "/dev/null"),
    "SSLKEYLOGFILE": ("/nonexistent/keys", "/etc", "/dev/full"),
    "OPENSSL_CONF": ("/nonexistent", "/etc/passwd"),
    "NETRC": ("/dev/zero",),
    "PYTHONUTF8": ("0",),
    "SOURCE_DATE_EPOCH": ("x",),
    "GITHUB_ACTIONS": ("\x1b[31m",),
    "CI": ("1",),
}
_OWN = {
    "empty": b"",
    "a space": b" ",
    "a word": b"nonsense",
    "escape and override": "\x1b[31m\u202e=1+1".encode(),
    "no text": b"\xff\xfe",
    "long": b"x" * 100_000,
    "a folder": b"/etc",
    "a device": b"/dev/zero",
}
_DATA_HOMES = ("", "relative", "/nonexistent/x", "/dev/null", "/proc/nothing", "\u202e\x1b[31m")


def _set(name: str, value: str) -> Callable[[Attempt], None]:
    def change(attempt: Attempt) -> None:
        attempt.env[name] = value
        attempt.fresh = True

    return change


def _unset(name: str) -> Callable[[Attempt], None]:
    def change(attempt: Attempt) -> None:
        attempt.env.pop(name, None)
        attempt.fresh = True

    return change


def _usual_folder(name: str, value: str) -> Callable[[Attempt], None]:
    """Without `--data-folder`: the variable chooses it."""

    def change(attempt: Attempt) -> None:
        attempt.instead = _without_folder(attempt)
        attempt.env[name] = value
        attempt.fresh = True

    return change


def _without_folder(attempt: Attempt) -> list[str | bytes]:
    found = attempt.arguments()
    if "--data-folder" in found:
        place = found.index("--data-folder")
        del found[place : place + 2]
    return found


def _own(flag: str, value: bytes) -> Callable[[Attempt], None]:
    def change(attempt: Attempt) -> None:
        found = attempt.arguments()
        if flag in ("--practice", "--data-folder") and flag in found:
            place = found.index(flag)
            del found[place : place + 2]
        attempt.instead = found
        attempt.fresh = True
        attempt.env[variable(flag)] = value.decode(errors="surrogateescape")
        attempt.cwd = attempt.places["place"]
        attempt.codes = PROBLEMS

    return change


def _has(flag: str) -> Callable[[Command], bool]:
    return lambda command: flag in command.flags


def _short(value: str) -> str:
    return ascii(value[:20])


DAMAGES = [
    *(
        Damage(f"environment: {name}={_short(value)}", _set(name, value))
        for name, values in _ODD.items()
        for value in values
    ),
    *(
        Damage(f"environment: {variable(flag)} {kind}", _own(flag, value), _has(flag))
        for flag in FLAGS
        for kind, value in _OWN.items()
    ),
    *(Damage(f"environment: no {name}", _unset(name)) for name in ("HOME", "PATH", "LANG")),
    *(
        Damage(
            f"environment: XDG_DATA_HOME={_short(value)}",
            _usual_folder("XDG_DATA_HOME", value),
            lambda command: command.keeps,
        )
        for value in _DATA_HOMES
    ),
]
