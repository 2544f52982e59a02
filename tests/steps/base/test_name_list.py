"""Names of people in pasted texts and files, as spreadsheets, mail programs and PowerShell write them."""

from __future__ import annotations

from pathlib import Path

import pytest

from wizard.problem import ProblemError
from wizard.steps.base import name_list
from wizard.steps.base.name_list import names_in, read_names

ANA, BO = "ana@contoso.com", "bo@contoso.com"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (f"{ANA}\n{BO}\n", (ANA, BO)),
        (f"\ufeff{ANA}\r\n\r\n{BO}\r\n{ANA}", (ANA, BO)),
        (f"Name;Mail\nAna;{ANA}\nBo;{BO}", (ANA, BO)),
        (f'userPrincipalName,displayName\n{ANA},"Lima, Ana"\n{BO},"Bo ""B"" Berg"', (ANA, BO)),
        (f'"Lima, Ana",{ANA}\n"Berg, Bo",{BO}', (ANA, BO)),
        (f"{ANA}\tmanager@contoso.com\n{BO}\tmanager@contoso.com", (ANA, BO)),
        (f"Ana Lima <{ANA}>; Bo Berg <{BO}>", (ANA, BO)),
        (f"Ana Lima <{ANA}>\nBo Berg < {BO} >", (ANA, BO)),
        (f"{ANA}; {BO};", (ANA, BO)),
        (f"{ANA}, {BO}", (ANA, BO)),
        ("Ana Lima", ("Ana Lima",)),
        ("", ()),
        (";;;\n,,\n", ()),
    ],
)
def test_every_person_is_taken_and_nothing_else(text: str, names: tuple[str, ...]) -> None:
    assert names_in(text) == names


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_files_of_spreadsheets_and_powershell_are_read(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "list.csv"
    people = tuple(f"user{number}@contoso.com" for number in range(5_000))
    file.write_text("Name;Mail\n" + "".join(f"Żółć;{each}\n" for each in people), encoding=encoding)
    assert read_names(file) == people


@pytest.mark.parametrize("content", [f"{ANA}\n".encode("utf-16-le"), b"Jos\xe9;jose@contoso.com\n"])
def test_a_file_in_another_encoding_is_refused_instead_of_guessed(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "list.csv"
    file.write_bytes(content)
    with pytest.raises(ProblemError) as caught:
        read_names(file)
    assert caught.value.problem.code == "on_demand_file_not_text"


def test_a_list_that_is_too_long_is_refused_instead_of_cut() -> None:
    with pytest.raises(ProblemError) as caught:
        names_in("a" * (name_list._LARGEST + 1))
    assert caught.value.problem.code == "on_demand_list_too_long"
