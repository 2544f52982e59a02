"""Formats help: in color on a terminal, plain elsewhere."""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Iterable
from typing import Any, ClassVar

from rich_argparse import RichHelpFormatter

from wizard.messages import _

_NARROWEST = 40  # columns


class HelpFormatter(RichHelpFormatter):
    """rich-argparse without markup, in the language of the program."""

    # Brackets in help texts are literal.
    help_markup: ClassVar[bool] = False
    text_markup: ClassVar[bool] = False
    group_name_formatter = str

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # In a few columns, or none as COLUMNS may say, nothing would be written.
        columns = max(shutil.get_terminal_size().columns, _NARROWEST)
        super().__init__(*args, **{**kwargs, "width": columns - 2})
        self.console.width = max(self.console.width, _NARROWEST)

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        """The usage, with the program's own word before it."""
        # argparse gives a prefix, which is empty, when it asks for the name of a subcommand's parser.
        own = _("usage") + ": "
        super().add_usage(usage, actions, groups, own if prefix is None else prefix)
