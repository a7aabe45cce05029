"""The encrypted door to the office network: TLS in front of the server, in its own process.

waitress speaks no TLS. Each encrypted connection is joined to one connection to the server on the loopback; bytes are
passed on unread. Who is at the other end is told beside the bytes, by the number of the joining connection, never by
a header that a client could write.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final

_CHUNK: Final = 64 * 1024
_HANDSHAKE_SECONDS: Final = 10
_LOOPBACK: Final = "127.0.0.1"

WsgiApp = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Front:
    """Takes encrypted connections on a listening socket and joins each to the server."""

    def __init__(self, listener: socket.socket, server_port: int, certificate: Path, key: Path) -> None:
        """Read the certificate. Raises OSError or ssl.SSLError for one that cannot be used."""
        self.listener = listener
        self.server_port = server_port
        self.context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        self.context.minimum_version = ssl.TLSVersion.TLSv1_2
        self.context.load_cert_chain(certificate, key)
        self.peers: dict[int, str] = {}

    def start(self) -> None:
        """Work in a thread of its own, as long as the process lives."""
        threading.Thread(target=lambda: asyncio.run(self._serve()), name="tls", daemon=True).start()

    async def _serve(self) -> None:
        server = await asyncio.start_server(
            self._join,
            sock=self.listener,
            ssl=self.context,
            ssl_handshake_timeout=_HANDSHAKE_SECONDS,
            limit=_CHUNK,
        )
        async with server:
            await server.serve_forever()

    async def _join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        number = 0
        with contextlib.suppress(OSError, ssl.SSLError):
            back_reader, back_writer = await asyncio.open_connection(_LOOPBACK, self.server_port)
            number = back_writer.get_extra_info("sockname")[1]
            self.peers[number] = str(writer.get_extra_info("peername")[0])
            ways = [
                asyncio.ensure_future(_pass_on(reader, back_writer)),
                asyncio.ensure_future(_pass_on(back_reader, writer)),
            ]
            try:
                await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for way in ways:
                    way.cancel()
                await asyncio.gather(*ways, return_exceptions=True)
                back_writer.close()
                self.peers.pop(number, None)
        writer.close()

    def behind(self, application: WsgiApp) -> WsgiApp:
        """The application as seen from behind this door: it knows who asks, and that the way is encrypted."""

        def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
            if environ.get("REMOTE_ADDR") == _LOOPBACK:
                peer = self.peers.get(int(environ.get("REMOTE_PORT") or 0))
                if peer is not None:
                    environ["REMOTE_ADDR"] = peer
                    environ["wsgi.url_scheme"] = "https"
            return application(environ, start_response)

        return answer


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError, ssl.SSLError):
        while chunk := await reader.read(_CHUNK):
            writer.write(chunk)
            await writer.drain()
