"""Text from outside never controls the terminal, whatever name or page it comes from."""

from __future__ import annotations

import io
import json
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.security.plain import PlainStream, behind, plain, plain_output

HOSTILE = "\x1b]0;owned\x07\x1b[2J\x9b31m\u202egnp.exe\u2066\x00\x7f\r"


def test_what_a_terminal_obeys_is_written_as_an_escape() -> None:
    assert plain("a\x1b[2Jb\u202ec\r") == r"a\u001b[2Jb\u202ec\u000d"
    assert plain("Zoë\tMüller\r\nعربي 日本 👩‍💻\n") == "Zoë\tMüller\nعربي 日本 👩‍💻\n"


@pytest.mark.parametrize("letter", [0xAD, 0x61C, 0x200B, 0x200D, 0x200F, 0x2060, 0xFEFF, 0xE0041], ids=hex)
def test_letters_without_width_are_seen(letter: int) -> None:
    text = f"admin{chr(letter)}@contoso.example"
    assert chr(letter) not in plain(text)
    assert json.loads(f'"{plain(text)}"') == text


def test_joiners_stay_where_letters_need_them() -> None:
    for text in ("می\u200cخواهم", "👩\u200d💻"):
        assert plain(text) == text


@given(st.text())
def test_no_control_character_or_override_is_left(text: str) -> None:
    for letter in plain(text):
        assert letter in "\t\n" or unicodedata.category(letter) not in ("Cc", "Zl", "Zp"), ascii(letter)
        assert unicodedata.bidirectional(letter) not in (
            "LRE",
            "RLE",
            "LRO",
            "RLO",
            "PDF",
            "LRI",
            "RLI",
            "FSI",
            "PDI",
        )


@given(st.text())
def test_json_means_the_same_afterwards(text: str) -> None:
    assert json.loads(plain(json.dumps({"name": text}, ensure_ascii=False))) == {"name": text}


def test_both_streams_are_plain_during_the_block(capsys: pytest.CaptureFixture[str]) -> None:
    with plain_output():
        print(HOSTILE)
        print(HOSTILE, file=sys.stderr)
        sys.stdout.writelines([HOSTILE])
        behind(sys.stderr).write("\x1b[0m")
    print("\x1b[1m")
    out, err = capsys.readouterr()
    assert out == f"{plain(HOSTILE)}\n{plain(HOSTILE)}\x1b[1m\n"
    assert err == f"{plain(HOSTILE)}\n\x1b[0m"


def test_it_is_otherwise_the_stream_itself() -> None:
    stream = io.StringIO()
    assert PlainStream(stream).write("\x1b") == 1
    assert not PlainStream(stream).isatty()
    assert behind(stream) is stream
