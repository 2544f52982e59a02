"""Scripts that set up, run, check and package the project; run them as `python -m build.NAME`."""
