"""The parts of a page that run a connection test and show its result."""
