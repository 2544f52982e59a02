"""What was changed from here, and undo."""
