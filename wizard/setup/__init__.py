"""One set-up on disk: answers, journal of writes, backups, undo. Never a secret."""
