"""Replace the Playvox key: tested, saved, verified, and put back where that fails."""
