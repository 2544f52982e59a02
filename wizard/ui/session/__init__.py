"""The assistant behind the window, and background work outside the Qt thread."""
