"""The page that explains one person."""
