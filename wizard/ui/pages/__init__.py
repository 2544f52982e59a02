"""One page for each step, in the tutorial's order."""
