"""What the steps share: the step itself, its context, cached facts, previews of changes."""
