"""Hooks that `install` sets in this process, and that `remove` removes completely."""

from __future__ import annotations

import base64
import faulthandler
import io
import logging
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from types import SimpleNamespace

import pytest

from wizard.security import core_dumps, output
from wizard.security.redactor import HIDDEN, remember

KEY = base64.b64encode(b"hook7f3a:canary-5bd02e41-z8Qt").decode()


@pytest.fixture
def forbidden(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """A process without hooks; counts calls that disable core dumps."""
    output.remove()
    asked: list[str] = []
    monkeypatch.setattr(core_dumps, "forbid", lambda: asked.append("core dumps"))
    monkeypatch.setattr(sys, "excepthook", sys.__excepthook__)
    monkeypatch.setattr(threading, "excepthook", threading.__excepthook__)
    monkeypatch.setattr(sys, "unraisablehook", sys.__unraisablehook__)
    remember(KEY)
    yield asked
    output.remove()


Said = Callable[[], str]


@pytest.fixture
def said(forbidden: list[str], capsys: pytest.CaptureFixture[str]) -> Said:
    """Everything is installed; returns the output on standard error."""
    output.install()
    return lambda: capsys.readouterr().err


def hooks() -> tuple[object, ...]:
    return (
        sys.excepthook,
        threading.excepthook,
        sys.unraisablehook,
        warnings.formatwarning,
        logging.getLogRecordFactory(),
    )


def raised(text: str) -> ValueError:
    """An exception with a traceback."""
    with pytest.raises(ValueError) as caught:
        raise ValueError(text)
    return caught.value


def test_twice_is_once_and_all_is_taken_back(forbidden: list[str]) -> None:
    before = hooks()
    output.install()
    hooked = hooks()
    assert all(one is not other for one, other in zip(before, hooked, strict=True))
    output.install()
    assert hooks() == hooked
    assert forbidden == ["core dumps"]
    output.remove()
    assert hooks() == before
    output.install()
    assert forbidden == ["core dumps", "core dumps"]


@pytest.mark.parametrize("place", [(sys, "excepthook"), (threading, "excepthook"), (sys, "unraisablehook")])
def test_hooks_that_somebody_took_stay_theirs(
    forbidden: list[str], monkeypatch: pytest.MonkeyPatch, place: tuple[object, str]
) -> None:
    def theirs(*_given: object) -> None: ...

    monkeypatch.setattr(*place, theirs)
    before = hooks()
    output.install()
    kept = [one for one, other in zip(before, hooks(), strict=True) if one is other]
    assert kept == [theirs]


def test_an_uncaught_exception_is_told_without_the_secret(said: Said) -> None:
    error = raised(f"got {KEY}")
    sys.excepthook(ValueError, error, error.__traceback__)
    text = said()
    assert text.startswith("Traceback (most recent call last):")
    assert text.endswith(f"ValueError: got {HIDDEN}\n")


def test_one_in_a_thread_names_the_thread(said: Said) -> None:
    def work() -> None:
        raise ValueError(f"got {KEY}")

    thread = threading.Thread(target=work, name="worker-9")
    thread.start()
    thread.join()
    text = said()
    assert text.startswith("Exception in thread worker-9:\nTraceback")
    assert f"ValueError: got {HIDDEN}" in text


@pytest.mark.parametrize(
    ("value", "thread", "expected"),
    [
        (ValueError("broken"), None, "Exception in thread ?:\nValueError: broken\n"),
        (SystemExit(3), None, ""),
        (None, None, ""),
    ],
)
def test_a_thread_that_ends_is_no_crash(
    said: Said, value: BaseException | None, thread: None, expected: str
) -> None:
    args = SimpleNamespace(exc_type=type(value), exc_value=value, exc_traceback=None, thread=thread)
    threading.excepthook(args)  # type: ignore[arg-type]
    assert said() == expected


@pytest.mark.parametrize(
    ("message", "value", "expected"),
    [
        ("Exception ignored here", ValueError("broken"), "Exception ignored here: 7\nValueError: broken\n"),
        (None, ValueError(f"with {KEY}"), f"Exception ignored in: 7\nValueError: with {HIDDEN}\n"),
        (None, None, "Exception ignored in: 7\n"),
    ],
)
def test_what_python_cannot_raise_is_told(
    said: Said, message: str | None, value: BaseException | None, expected: str
) -> None:
    args = SimpleNamespace(err_msg=message, object=7, exc_value=value, exc_type=None, exc_traceback=None)
    sys.unraisablehook(args)
    assert said() == expected


def test_the_object_python_was_busy_with_may_hold_the_secret(said: Said) -> None:
    args = SimpleNamespace(err_msg=None, object=KEY, exc_value=None, exc_type=None, exc_traceback=None)
    sys.unraisablehook(args)
    assert said() == f"Exception ignored in: '{HIDDEN}'\n"


def test_warnings_are_told_without_the_secret(said: Said) -> None:
    text = warnings.formatwarning(f"old {KEY}", DeprecationWarning, "file.py", 3, line="call()")
    assert text == f"file.py:3: DeprecationWarning: old {HIDDEN}\n  call()\n"


def test_a_window_without_a_console_has_nowhere_to_write(
    said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stderr", None)
    sys.excepthook(ValueError, ValueError("broken"), None)
    assert said() == ""


def record(message: str, *args: object, **more: object) -> logging.LogRecord:
    """A record as a logger creates it."""
    return logging.getLogRecordFactory()("third", logging.ERROR, "file.py", 1, message, args, None, **more)


def test_a_record_without_a_secret_stays_as_it_is(said: Said) -> None:
    kept = record("%s of %d", "one", 2)
    assert (kept.msg, kept.args, kept.getMessage()) == ("%s of %d", ("one", 2), "one of 2")


def test_a_record_with_one_loses_its_arguments(said: Said) -> None:
    kept = record("%s said %s", "Playvox", KEY)
    assert (kept.msg, kept.args) == (f"Playvox said {HIDDEN}", None)


def test_arguments_that_do_not_fit_are_not_printed(said: Said) -> None:
    kept = record("%d of them", KEY)
    assert kept.getMessage() == "%d of them (its arguments do not fit)"
    assert kept.args is None


@pytest.mark.parametrize("secret", [True, False], ids=["with a secret", "without one"])
def test_the_traceback_of_a_record(said: Said, secret: bool) -> None:
    error = raised(KEY if secret else "harmless")
    made = logging.getLogRecordFactory()(
        "third", logging.ERROR, "f.py", 1, "failed", (), (ValueError, error, error.__traceback__)
    )
    if not secret:
        assert made.exc_info is not None
        assert made.exc_text is None
        return
    assert made.exc_info is None
    assert made.exc_text is not None
    assert made.exc_text.startswith("Traceback")
    assert made.exc_text.endswith(f"ValueError: {HIDDEN}")
    assert KEY not in logging.Formatter().format(made)


def test_a_record_outside_an_exception_has_no_traceback(said: Said) -> None:
    made = logging.getLogRecordFactory()("t", logging.ERROR, "f.py", 1, "m", (), (None, None, None))
    assert made.exc_text is None


def test_the_stack_of_a_record_is_searched_too(said: Said) -> None:
    made = record("here", sinfo=f"Stack: key={KEY}")
    assert made.stack_info == f"Stack: key={HIDDEN}"


def test_msal_says_nothing(forbidden: list[str]) -> None:
    logger = logging.getLogger("msal")
    logger.setLevel(logging.DEBUG)
    output.install()
    assert not logger.isEnabledFor(logging.CRITICAL)


def test_a_traceback_shows_no_secret_and_no_variables() -> None:
    remember(KEY)
    local = "the value of a variable"
    text = output.redacted_traceback(raised(f"{KEY} and {len(local)}"))
    assert text.endswith(f"ValueError: {HIDDEN} and 23\n")
    assert local not in text


@pytest.mark.parametrize("running", [True, False], ids=["already", "not yet"])
def test_native_crashes_are_shown_and_no_longer_after_removal(
    forbidden: list[str], monkeypatch: pytest.MonkeyPatch, running: bool
) -> None:
    done: list[object] = []
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr(faulthandler, "is_enabled", lambda: running)
    monkeypatch.setattr(faulthandler, "enable", done.append)
    monkeypatch.setattr(faulthandler, "disable", lambda: done.append("off"))
    output.install()
    assert done == ([] if running else [stream])
    output.remove()
    assert done == ([] if running else [stream, "off"])


@pytest.mark.parametrize("error", [io.UnsupportedOperation, AttributeError, ValueError, OSError])
def test_a_stream_that_is_no_file_shows_none(
    forbidden: list[str], monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    def enable(_stream: object) -> None:
        raise error

    ended: list[str] = []
    monkeypatch.setattr(faulthandler, "is_enabled", lambda: False)
    monkeypatch.setattr(faulthandler, "enable", enable)
    monkeypatch.setattr(faulthandler, "disable", lambda: ended.append("off"))
    output.install()
    output.remove()
    assert ended == []


def test_without_a_console_native_crashes_go_nowhere(
    forbidden: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[object] = []
    monkeypatch.setattr(faulthandler, "is_enabled", lambda: False)
    monkeypatch.setattr(faulthandler, "enable", done.append)
    monkeypatch.setattr(sys, "stderr", None)
    output.install()
    assert done == []
