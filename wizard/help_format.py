"""Formats help: in color on a terminal, plain elsewhere."""

from __future__ import annotations

from typing import ClassVar

from rich_argparse import RichHelpFormatter


class HelpFormatter(RichHelpFormatter):
    """rich-argparse without markup."""

    # Brackets in help texts are literal.
    help_markup: ClassVar[bool] = False
    text_markup: ClassVar[bool] = False
    group_name_formatter = str
