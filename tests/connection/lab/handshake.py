"""A server's part of a TLS handshake as bytes, to cut or change."""

from __future__ import annotations

import ssl
from contextlib import suppress


def first_flight(context: ssl.SSLContext) -> bytes:
    """A server's part of a TLS 1.2 handshake up to where the client's key is needed."""
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    client_in, client_out, server_in, server_out = (ssl.MemoryBIO() for _ in range(4))
    asking = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    client = asking.wrap_bio(client_in, client_out, server_hostname="localhost")
    server = context.wrap_bio(server_in, server_out, server_side=True)
    with suppress(ssl.SSLWantReadError):
        client.do_handshake()
    server_in.write(client_out.read())
    with suppress(ssl.SSLWantReadError):
        server.do_handshake()
    return server_out.read()
