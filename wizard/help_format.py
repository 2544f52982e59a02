"""Formats help: in color on a terminal, plain elsewhere."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from typing import ClassVar

from rich_argparse import RichHelpFormatter

from wizard.messages import _


class HelpFormatter(RichHelpFormatter):
    """rich-argparse without markup, in the language of the program."""

    # Brackets in help texts are literal.
    help_markup: ClassVar[bool] = False
    text_markup: ClassVar[bool] = False
    group_name_formatter = str

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
