"""The program's own output contains no secret: log records of MSAL and others, and crash reports."""

from __future__ import annotations

import asyncio
import base64
import os
import re
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from build.private_session import PrivateSession
from tests.security.encodings import encodings_of
from wizard.practice import Practice

ROOT = Path(__file__).resolve().parents[2]
TOKEN = re.compile(r"eyJ[\w-]{10,}\.[\w-]{10,}")
KEY = base64.b64encode(b"user4f2a:canary-71bd02e4-q8Zt").decode()
KNOWING = f"""
    import sys
    from wizard.security import output
    output.install()
    from wizard.security.redactor import remember
    KEY = {KEY!r}
    SECRET = "canary-71bd02e4-q8Zt"
    remember(KEY)
"""


@pytest.fixture
def line_file(practice: Practice, tmp_path: Path) -> Path:
    """The line of a running practice tenant, for the program's `--practice`."""
    file = tmp_path / "practice.json"
    file.write_text(practice.line.model_dump_json(), encoding="utf-8")
    return file


async def printed(session: PrivateSession, *command: str) -> tuple[int, str]:
    """Exit code and all output of Python with these arguments."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *command,
        cwd=ROOT,
        env=session.environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    output, _ = await asyncio.wait_for(process.communicate(), 60)
    assert process.returncode is not None
    return process.returncode, output.decode()


def code(text: str) -> str:
    return textwrap.dedent(KNOWING) + textwrap.dedent(text)


@pytest.mark.parametrize("command", [["status"], ["apply", "--config", "{setup}", "--yes"]])
async def test_a_token_answer_that_is_cut_off_is_not_printed(
    command: list[str],
    practice: Practice,
    line_file: Path,
    private_session: PrivateSession,
    tmp_path: Path,
) -> None:
    """MSAL logs such an answer as an error, with both tokens in it."""
    setup = tmp_path / "setup.toml"
    setup.write_text('[playvox]\ntenant_url = "acme"\n', encoding="utf-8")
    practice.tenant.faults.switch("token-cut", on=True)
    arguments = [each.format(setup=setup) for each in command]
    arguments += ["--practice", str(line_file), "--data-folder", str(tmp_path / "data")]
    exit_code, output = await printed(private_session, "-m", "wizard", *arguments)
    assert exit_code == 2, output
    assert "Traceback" not in output
    assert TOKEN.search(output) is None
    assert "access_token" not in output
    assert "refresh_token" not in output
    assert "cannot be read" in output


LOGGED = {
    "another library, on standard error": """
        import logging
        logging.getLogger("third.party").error("got %s and %r", KEY, {"answer": SECRET})
    """,
    "with its own handler": """
        import logging
        log = logging.getLogger("third.party")
        log.propagate = False
        log.addHandler(logging.StreamHandler(sys.stdout))
        log.warning(f"got {KEY}")
    """,
    "configured after us": """
        import logging
        logging.basicConfig(level=logging.DEBUG, force=True)
        logging.getLogger("third.party").debug("got %s", SECRET)
    """,
    "an exception": """
        import logging
        try:
            raise ValueError(f"bad key {KEY}") from KeyError(SECRET)
        except ValueError:
            logging.getLogger("third.party").exception("failed")
    """,
    "the stack": """
        import logging
        logging.getLogger("third.party").error("here", stack_info=True)
    """,
    "arguments that do not fit": """
        import logging
        logging.getLogger("third.party").error("%d people", SECRET)
    """,
    "MSAL, asked to say everything": """
        import logging
        logging.basicConfig(level=logging.DEBUG)
        import wizard.entra.sign_in
        logging.getLogger("msal").setLevel(logging.DEBUG)
        from msal.oauth2cli.oauth2 import Client
        class Answer:
            status_code = 200
            text = '{"access_token": "' + SECRET + '", "refresh_token": "0.AXkAunknown-token'
        class Http:
            def post(self, *args, **kwargs):
                return Answer()
        try:
            places = {"token_endpoint": "https://x.example"}
            Client(places, "client", http_client=Http()).obtain_token_for_client()
        except ValueError as error:
            print("refused", type(error).__name__)
    """,
}


@pytest.mark.parametrize("how", LOGGED)
async def test_other_libraries_log_no_secret(how: str, private_session: PrivateSession) -> None:
    exit_code, output = await printed(private_session, "-c", code(LOGGED[how]))
    assert exit_code == 0, output
    assert output
    for shape, text in encodings_of(KEY).items():
        assert text not in output.encode(), shape
    assert "AXkAunknown" not in output
    assert "[hidden]" in output or how in ("the stack", "arguments that do not fit")


async def test_records_without_a_secret_stay_as_they_are(private_session: PrivateSession) -> None:
    """Formatters such as uvicorn's need the arguments."""
    program = """
        import logging
        class Formatter(logging.Formatter):
            def format(self, record):
                return f"{record.args!r} {record.msg} {record.exc_info[0].__name__}"
        handler = logging.StreamHandler()
        handler.setFormatter(Formatter())
        logging.getLogger("third.party").addHandler(handler)
        logging.getLogger("third.party").propagate = False
        try:
            raise KeyError("harmless")
        except KeyError:
            logging.getLogger("third.party").exception("%s of %d", "one", 2)
    """
    _, output = await printed(private_session, "-c", code(program))
    assert output == "('one', 2) %s of %d KeyError\n"


CRASHES = {
    "an exception nobody catches": "raise ValueError(f'bad key {KEY}') from KeyError(SECRET)",
    "a group of them": "raise ExceptionGroup('all', [ValueError(KEY), KeyError(SECRET)])",
    "with a note": """
        error = ValueError("bad")
        error.add_note(f"the key was {KEY}")
        raise error
    """,
    "in a thread": """
        import threading
        def work():
            raise ValueError(f"bad key {KEY}")
        thread = threading.Thread(target=work, name=SECRET)
        thread.start()
        thread.join()
    """,
    "in a task nobody awaits": """
        import asyncio, gc
        async def work():
            raise ValueError(f"bad key {KEY}")
        async def main():
            asyncio.create_task(work(), name=SECRET)
            await asyncio.sleep(0.05)
            gc.collect()
        asyncio.run(main())
    """,
    "in a callback of the loop": """
        import asyncio
        def work(key):
            raise ValueError(f"bad key {key}")
        async def main():
            asyncio.get_running_loop().call_soon(work, KEY)
            await asyncio.sleep(0.05)
        asyncio.run(main())
    """,
    "in a destructor": """
        class Thing:
            def __repr__(self):
                return f"Thing({KEY})"
            def __del__(self):
                raise ValueError(f"bad key {KEY}")
        Thing()
    """,
    "a warning": """
        import warnings
        warnings.warn(f"bad key {KEY} and {SECRET}")
    """,
}


@pytest.mark.parametrize("how", CRASHES)
async def test_crashes_print_no_secret(how: str, private_session: PrivateSession) -> None:
    _, output = await printed(private_session, "-c", code(CRASHES[how]))
    assert "[hidden]" in output
    assert "ValueError" in output or how in ("a warning",)
    for shape, text in encodings_of(KEY).items():
        assert text not in output.encode(), shape


ENTRIES = {
    "python -m wizard": "sys.argv = ['wizard', '--version']; from wizard.__main__ import main; main()",
    "the command line": "from wizard.cli import main; main(['--version'])",
    "the window": """
        import os
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        import wizard.app
        wizard.app._parser = lambda: sys.exit("stopped after its first step")
        wizard.app.main([])
    """,
    "practice serve": "from wizard.cli import main; main(['practice', 'serve', '--help'])",
}


@pytest.mark.parametrize("entry", ENTRIES)
async def test_every_entry_point_installs_it(entry: str, private_session: PrivateSession) -> None:
    """Every entry point redacts its output from its first step on."""
    program = f"""
        import atexit, logging, sys
        def look():
            from wizard.security.redactor import remember
            remember({KEY!r})
            logging.getLogger("third.party").error("got %s", {KEY!r})
            sys.excepthook(ValueError, ValueError({KEY!r}), None)
            if sys.platform == "linux":
                import ctypes, resource
                print("dumpable", ctypes.CDLL(None).prctl(3), resource.getrlimit(resource.RLIMIT_CORE)[0])
        atexit.register(look)
    """
    text = textwrap.dedent(program) + textwrap.dedent(ENTRIES[entry])
    _, output = await printed(private_session, "-c", text)
    assert "got [hidden]" in output
    assert "ValueError: [hidden]" in output
    assert KEY not in output
    if sys.platform == "linux":
        assert "dumpable 0 0" in output


def dies_with_a_core_dump(program: str, folder: Path) -> bool:
    """Whether the system wrote a core dump when this program aborted, as after a crash in a library."""
    lifted = f"""
        import os, resource
        os.chdir({str(folder)!r})
        hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
        resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))
    """
    text = textwrap.dedent(program) + textwrap.dedent(lifted) + "\nos.abort()"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen([sys.executable, "-c", text], env=environment, stderr=subprocess.PIPE)
    with process:
        assert process.stderr is not None
        said = process.stderr.read()
        _, status = os.waitpid(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == -signal.SIGABRT
    if "output" in program:
        assert b"Fatal Python error: Aborted" in said  # the place of the crash is still printed
    return os.WCOREDUMP(status)


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX writes core dumps")
def test_a_crash_leaves_no_core_dump(tmp_path: Path) -> None:
    if not dies_with_a_core_dump("", tmp_path):
        pytest.skip("this machine writes no core dumps at all")
    assert not dies_with_a_core_dump("from wizard.security import output; output.install()", tmp_path)
