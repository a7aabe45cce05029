"""``thidua manage changepassword NAME``: a password for one sign-in, in the journal like one set on the screen."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from thidua.accounts import operations
from thidua.accounts.models import User
from thidua.base import clock
from thidua.base.acts import SYSTEM, Act


class Command(BaseCommand):
    help = "Đặt mật khẩu dùng một lần cho một tài khoản; việc này ghi vào nhật ký."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", help="tên đăng nhập")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username=options["username"].strip().lower()).first()
        if user is None:
            message = f"Không có tài khoản “{options['username']}”."
            raise CommandError(message)
        word = operations.reset_password(Act(actor=SYSTEM, at=clock.now(), source="lệnh"), user=user)
        self.stdout.write(f"Mật khẩu của {user}, dùng một lần: {word}")
