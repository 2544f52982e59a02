"""Theme, style, icons and announcements for every widget."""
