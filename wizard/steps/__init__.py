"""The guided steps in the tutorial's order, without Qt."""
