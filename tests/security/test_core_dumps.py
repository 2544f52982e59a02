"""Core dumps are disabled in the process that requests it, and a system that refuses is not a failure."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterator

import pytest

from wizard.security import core_dumps

if sys.platform == "win32":
    pytest.skip("POSIX alone writes core dumps", allow_module_level=True)

import resource

from wizard.security import core_dumps_posix

GET_DUMPABLE, SET_DUMPABLE = 3, 4  # <linux/prctl.h>
linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux asks the process")


def dumpable(*given: int) -> int:
    return int(ctypes.CDLL(None).prctl(*given, 0, 0, 0, 0)) if sys.platform == "linux" else 0


@pytest.fixture
def allowed() -> Iterator[tuple[int, int]]:
    """Dumps are allowed before the test; this process's setting is restored afterwards."""
    before = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (before[1], before[1]))
    kept = dumpable(GET_DUMPABLE)
    dumpable(SET_DUMPABLE, 1)
    yield resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, before)
    dumpable(SET_DUMPABLE, kept)


def test_the_limit_is_nothing_and_may_be_raised_again(allowed: tuple[int, int]) -> None:
    core_dumps.forbid()
    assert resource.getrlimit(resource.RLIMIT_CORE) == (0, allowed[1])


@linux
def test_the_process_may_not_be_dumped(allowed: tuple[int, int]) -> None:
    assert dumpable(GET_DUMPABLE) == 1
    core_dumps.forbid()
    assert dumpable(GET_DUMPABLE) == 0


@linux
@pytest.mark.parametrize("error", [ValueError, OSError])
def test_a_limit_that_cannot_be_set_leaves_the_rest_to_be_done(
    allowed: tuple[int, int], monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    def refuse(_what: int, _limits: tuple[int, int]) -> None:
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(resource, "setrlimit", refuse)
        core_dumps.forbid()
    assert dumpable(GET_DUMPABLE) == 0


@linux
@pytest.mark.parametrize("error", [AttributeError, OSError])
def test_a_system_without_that_call_is_no_failure(
    allowed: tuple[int, int], monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    def missing(*_given: object, **_named: object) -> None:
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(ctypes, "CDLL", missing)
        core_dumps.forbid()
    assert resource.getrlimit(resource.RLIMIT_CORE)[0] == 0


@pytest.mark.parametrize("module", [core_dumps, core_dumps_posix])
def test_windows_is_left_alone(
    allowed: tuple[int, int], monkeypatch: pytest.MonkeyPatch, module: object
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(sys, "platform", "win32")
        module.forbid()  # type: ignore[attr-defined]
    assert resource.getrlimit(resource.RLIMIT_CORE) == allowed


def test_elsewhere_the_limit_alone_is_set(
    allowed: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(sys, "platform", "darwin")
        core_dumps.forbid()
    assert resource.getrlimit(resource.RLIMIT_CORE)[0] == 0
    if sys.platform == "linux":
        assert dumpable(GET_DUMPABLE) == 1
