"""Qt and only Qt: main window, pages, widgets, theme, background work."""
