"""Changes made by this program, and undo."""
