"""``thidua tls``: a certificate for the office network."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from thidua.base.addresses import own_addresses, own_names
from thidua.base.home import home
from thidua.desk import server, tls

_WRONG_NAME = 2


class Command(BaseCommand):
    help = "Tạo chứng thư cho mạng nội bộ, để bỏ phiếu kín và làm việc qua đường truyền mã hóa."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--name", action="append", default=[], help="tên máy chủ khác trong mạng nội bộ")
        parser.add_argument(
            "--again", action="store_true", help="làm lại cả đơn vị chứng thực (các máy phải cài lại)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        names = [*own_names(), *options["name"]]
        try:
            made = tls.make(home(), names, own_addresses(), datetime.now(UTC), anew=options["again"])
        except ValueError:
            self.stderr.write(
                "Tên máy chủ chưa đúng. Tên chỉ gồm chữ không dấu, số, dấu chấm và gạch nối, ví dụ may-chu.xa.local."
            )
            sys.exit(_WRONG_NAME)
        say = self.stdout.write
        say(f"Đã tạo chứng thư đến ngày {made.until:%d/%m/%Y} cho: {', '.join(made.names)}.")
        say(f"Chạy: thidua run --lan, rồi mở https://{made.names[0]}:{server.TLS_PORT}/ từ các máy khác.")
        if made.new_authority:
            say(f"Chép tệp này sang từng máy và cài một lần: {made.authority}")
            say(
                "  Windows: bấm đúp, Install Certificate, Local Machine, Trusted Root Certification Authorities."
            )
            say(
                "  Điện thoại Android: Cài đặt, Bảo mật, Cài đặt chứng chỉ CA. iPhone: cài hồ sơ, rồi bật tin cậy."
            )
            say("Đối chiếu dấu vân tay khi cài: " + tls.fingerprint(made.authority))
        else:
            say("Các máy đã cài trước đây không phải cài lại.")
