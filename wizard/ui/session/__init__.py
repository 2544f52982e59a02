"""The assistant behind the window, and background work beside Qt."""
