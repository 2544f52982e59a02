"""The frozen program, measured against a program with nothing in it."""
