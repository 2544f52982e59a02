"""Every subcommand with every damage, as processes: no traceback, no silent success, no hang.

`python -m tests.cli.matrix ALL` runs all of it, `python -m tests.cli.matrix 100 7` a sample of 100 that
the seed 7 chooses, and `python -m tests.cli.matrix 100 7 streams:` one of what matches "streams:" by its
name. `tests/cli/test_matrix.py` runs a small sample.
"""
