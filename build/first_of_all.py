"""The first thing that the frozen program runs of ours: from here on Ctrl+C ends it with one line."""

import wizard  # noqa: F401
