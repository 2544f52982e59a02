"""The window, and the only package with Qt: pages, widgets, theme, background work."""
