"""The server itself: one process of sixteen threads. Started by ``thidua run``."""

from __future__ import annotations

import os
import socket
from typing import Any

import waitress
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.core.wsgi import get_wsgi_application

from thidua.desk import start

THREADS = 16


class Command(BaseCommand):
    help = "Chạy máy chủ (thidua run gọi lệnh này)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8700)
        parser.add_argument("--fd", type=int, default=None)

    def handle(self, *args: Any, **options: Any) -> None:
        os.umask(0o077)
        call_command("migrate", verbosity=0, interactive=False)
        code = start.one_time_code()
        if code:
            self.stdout.write(f"Mã bắt đầu (dùng một lần, để tạo người quản trị đầu tiên): {code}")
            self.stdout.flush()
        listening: dict[str, Any] = {"host": options["host"], "port": options["port"]}
        if options["fd"] is not None:
            listening = {"sockets": [socket.socket(fileno=options["fd"])]}
        waitress.serve(
            get_wsgi_application(),
            **listening,
            threads=THREADS,
            ident="thidua",
            max_request_body_size=64 * 1024 * 1024,
            channel_timeout=60,
        )
