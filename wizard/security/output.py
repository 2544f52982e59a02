"""Redacts all output of the program itself: log records of any library, crashes, warnings.

Every entry point calls `install` first.
"""

from __future__ import annotations

import faulthandler
import io
import logging
import sys
import threading
import traceback
import warnings
from collections.abc import Callable
from types import TracebackType
from typing import Any

from wizard.security import core_dumps
from wizard.security.plain import plain

_ALL_HIDDEN = "[hidden]"
_SILENT = logging.CRITICAL + 1
_undo: list[Callable[[], None]] = []


def install() -> None:
    """Redact log records, uncaught exceptions and warnings from now on, and disable core dumps.

    A second call does nothing. asyncio reports through its logger, so exceptions that are never awaited are
    covered too.
    """
    if _undo:
        return
    core_dumps.forbid()
    _install_factory()
    _install_hooks()
    silence_msal()
    _show_native_crashes()


def remove() -> None:
    """Remove the hooks of `install` from this process; for tests."""
    while _undo:
        _undo.pop()()


def silence_msal() -> None:
    """Silence MSAL's logger: it logs the token endpoint's answer when it cannot parse it.

    MSAL's errors still reach the caller as an exception or a result.
    """
    logging.getLogger("msal").setLevel(_SILENT)


def redacted_traceback(error: BaseException) -> str:
    """Format an exception with its traceback, without secrets and without local variables."""
    return redact("".join(traceback.format_exception(error)))


def redact(text: str) -> str:
    """The redactor's, which is loaded with the first text: a window is shown before there is one."""
    try:
        from wizard.security import redactor
    except ImportError:  # Python is about to end, and loads nothing any more
        return _ALL_HIDDEN
    return redactor.redact(text)


def _install_factory() -> None:
    """Create every log record without secrets, for any logger and handler."""
    before = logging.getLogRecordFactory()

    def make(*args: Any, **kwargs: Any) -> logging.LogRecord:
        return _redacted(before(*args, **kwargs))

    logging.setLogRecordFactory(make)
    _undo.append(lambda: logging.setLogRecordFactory(before))


def _redacted(record: logging.LogRecord) -> logging.LogRecord:
    """Redact a record; one without a secret stays unchanged because some formatters need its arguments."""
    try:
        message = record.getMessage()
    except Exception:  # arguments that do not match the format: logging would print them unchanged
        record.args = None
        message = f"{record.msg} (its arguments do not fit)"
        record.msg = message
    hidden = redact(message)
    if hidden != message:
        record.msg, record.args = hidden, None
    if record.exc_info and record.exc_info[1] is not None:
        text = "".join(traceback.format_exception(record.exc_info[1]))
        hidden = redact(text)
        if hidden != text:
            record.exc_text, record.exc_info = hidden.rstrip("\n"), None
    if record.stack_info:
        record.stack_info = redact(record.stack_info)
    return record


def _install_hooks() -> None:
    """Hook exceptions and warnings; hooks already set by a debugger, test runner or the window stay."""
    hooks = sys.excepthook, threading.excepthook, sys.unraisablehook, warnings.formatwarning
    format_warning = warnings.formatwarning

    def warning(*args: Any, **kwargs: Any) -> str:
        return redact(format_warning(*args, **kwargs))

    def put_back() -> None:
        sys.excepthook, threading.excepthook, sys.unraisablehook, warnings.formatwarning = hooks

    if sys.excepthook is sys.__excepthook__:
        sys.excepthook = _uncaught
    if threading.excepthook is threading.__excepthook__:
        threading.excepthook = _uncaught_in_thread
    if sys.unraisablehook is sys.__unraisablehook__:
        sys.unraisablehook = _unraisable
    warnings.formatwarning = warning
    _undo.append(put_back)


def _uncaught(_kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
    _write(redacted_traceback(error))


def _uncaught_in_thread(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is None or isinstance(args.exc_value, SystemExit):
        return
    name = args.thread.name if args.thread is not None else "?"
    _write(redact(f"Exception in thread {name}:\n") + redacted_traceback(args.exc_value))


def _unraisable(args: sys.UnraisableHookArgs) -> None:
    head = redact(f"{args.err_msg or 'Exception ignored in'}: {args.object!r}\n")
    _write(head + (redacted_traceback(args.exc_value) if args.exc_value is not None else ""))


def _write(text: str) -> None:
    if sys.stderr is not None:  # a window without a console has no stderr
        sys.stderr.write(plain(text))
        sys.stderr.flush()


def _show_native_crashes() -> None:
    """Print the stack when native code crashes: names of functions and lines, never values."""
    if faulthandler.is_enabled() or sys.stderr is None:
        return
    try:
        faulthandler.enable(sys.stderr)
    except (io.UnsupportedOperation, AttributeError, ValueError, OSError):
        return  # not a real file
    _undo.append(faulthandler.disable)
