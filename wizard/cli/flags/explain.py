"""The flags of `explain`."""

from __future__ import annotations

import argparse

from wizard.messages import _


def declare(parser: argparse.ArgumentParser) -> None:
    """Add the flags."""
    parser.description = _(
        "Explain an error text of Microsoft: from the admin center, an email, a log or Microsoft Graph. "
        "The text is read from standard input. Works offline."
    )
