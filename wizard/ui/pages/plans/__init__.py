"""Page of the saved plans."""
