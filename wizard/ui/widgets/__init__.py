"""Controls that pages are built from."""
