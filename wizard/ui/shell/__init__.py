"""The window around the pages: frame, rail, header, command bar, practice panel, crash report."""
