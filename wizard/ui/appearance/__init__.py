"""Theme, style, icons, announcements: what every widget uses."""
