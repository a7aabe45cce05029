"""The server itself: one process of sixteen threads. Started by ``thidua run``."""

from __future__ import annotations

import os
import socket
from typing import Any

import waitress
from django.core.management.base import BaseCommand, CommandParser
from django.core.wsgi import get_wsgi_application

from thidua.base import schema
from thidua.base.home import home
from thidua.desk import server, start
from thidua.desk.front import Front, WsgiApp

THREADS = 16


class Command(BaseCommand):
    help = "Chạy máy chủ (thidua run gọi lệnh này)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8700)
        parser.add_argument("--fd", type=int, default=None)
        parser.add_argument("--tls-port", type=int, default=None)

    def handle(self, *args: Any, **options: Any) -> None:
        os.umask(0o077)
        server.no_core_dumps()
        schema.bring_up()
        code = start.one_time_code()
        if code:
            self.stdout.write(f"Mã bắt đầu (dùng một lần, để tạo người quản trị đầu tiên): {code}")
            self.stdout.flush()
        listening: dict[str, Any] = {"host": options["host"], "port": options["port"]}
        if options["fd"] is not None:
            listening = {"sockets": [socket.socket(fileno=options["fd"])]}
        application: WsgiApp = get_wsgi_application()
        if options["tls_port"] is not None:
            application = self._door(options["tls_port"], options["port"]).behind(application)
        waitress.serve(
            application,
            **listening,
            threads=THREADS,
            ident="thidua",
            max_request_body_size=64 * 1024 * 1024,
            channel_timeout=60,
        )

    def _door(self, tls_port: int, port: int) -> Front:
        """The encrypted door to the office network, open from here on."""
        folder = server.tls_folder(home())
        try:
            listener = socket.create_server(("", tls_port), backlog=256)
            door = Front(listener, port, folder / server.CERTIFICATE, folder / server.KEY)
        except OSError as error:  # ssl.SSLError is one too
            self.stderr.write(
                f"Không mở được cổng mã hóa {tls_port}: cổng đang bận hoặc chứng thư hỏng. "
                "Hãy chọn cổng khác (--tls-port) hoặc tạo lại chứng thư: thidua tls"
            )
            raise SystemExit(1) from error
        door.start()
        return door
