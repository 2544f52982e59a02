"""Code pages of Windows' consoles and pipes, and an encoding that is all of them at once.

What is written in `ALL_PAGES` is encoded in each page, with the error handler of the stream that writes it;
the bytes are those of ASCII. So one run of a subcommand shows that its output survives every page.
"""

from __future__ import annotations

import codecs

PAGES = ("ascii", "cp437", "cp850", "cp1252")
ALL_PAGES = "all-pages"


class _Encoder(codecs.IncrementalEncoder):
    def encode(self, text: str, final: bool = False) -> bytes:
        del final  # no page needs to see what follows
        return _encode(text, self.errors)[0]


class _Decoder(codecs.BufferedIncrementalDecoder):
    def _buffer_decode(self, data: bytes, errors: str, final: bool) -> tuple[str, int]:
        return codecs.ascii_decode(data, errors)


def _encode(text: str, errors: str = "strict") -> tuple[bytes, int]:
    written = [text.encode(page, errors) for page in PAGES]
    return written[0], len(text)


def register() -> None:
    """Make the encoding known to this process."""
    info = codecs.CodecInfo(
        _encode,
        codecs.ascii_decode,
        incrementalencoder=_Encoder,
        incrementaldecoder=_Decoder,
        name=ALL_PAGES,
    )
    codecs.register(lambda name: info if name == ALL_PAGES.replace("-", "_") else None)
