"""The connection test as both steps with one run it: fields, history, running."""
