"""The flags of each subcommand, one module per subcommand; `declare(parser)` adds them.

Apart from what runs them, because help and wrong usage need nothing else, and a subcommand's modules take a
second to load.
"""
