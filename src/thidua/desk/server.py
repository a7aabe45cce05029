"""``thidua run``: a small parent that holds the port, and the server under it, on the real home or the trial home.

The parent imports no framework. It opens the port once and hands it to the server, so that switching between
"Dùng thử" and "Bắt đầu thật" (the server ends with a code of ``Switch``) refuses no connection.
"""

from __future__ import annotations

import argparse
import os
import signal
import socket
import subprocess
import sys
from enum import IntEnum
from pathlib import Path
from types import FrameType

from thidua.base.addresses import own_addresses, own_names
from thidua.base.home import TRIAL_FILE, home

if sys.platform != "win32":
    import resource

PORT = 8700
TLS_PORT = 8743
TRIAL = "dung-thu"
CERTIFICATE = "may-chu.crt"
KEY = "may-chu.key"


class Switch(IntEnum):
    """Exit codes by which the server asks its parent for another home."""

    TO_TRIAL = 75
    TO_REAL = 76


def trial_home(real: Path) -> Path:
    """Where the trial of a home lives."""
    return real / TRIAL


def trial_stands(real: Path) -> bool:
    """Whether the trial of a home was made; a folder without it would begin as a home of its own."""
    return (trial_home(real) / TRIAL_FILE).exists()


def tls_folder(real: Path) -> Path:
    """Where a home keeps its certificate for the office network (``thidua tls``)."""
    return real / "tls"


def encrypted(real: Path) -> bool:
    """Whether ``thidua tls`` has made a certificate for this home."""
    return (tls_folder(real) / CERTIFICATE).exists()


def no_core_dumps() -> None:
    """A crash leaves no picture of the memory on the disk: open envelopes may have been in it."""
    if sys.platform != "win32":
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="thidua run", description="Mở phần mềm trên máy này.")
    parser.add_argument("--port", type=int, default=PORT, help=f"cổng (mặc định {PORT})")
    parser.add_argument("--lan", action="store_true", help="cho các máy khác trong mạng nội bộ vào")
    parser.add_argument(
        "--tls-port", type=int, default=TLS_PORT, help=f"cổng mã hóa cho mạng nội bộ (mặc định {TLS_PORT})"
    )
    parser.add_argument("--trial", action="store_true", help="mở thẳng bản dùng thử")
    return parser


def _listen(host: str, port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if os.name == "posix":
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((host, port))
    listener.listen(256)
    return listener


def run(arguments: list[str]) -> int:
    """Serve until stopped; the exit code of the program."""
    told = _parser().parse_args(arguments)
    real = home()
    trial = told.trial and trial_stands(real)
    tls = told.lan and encrypted(real)
    open_to = "0.0.0.0" if told.lan and not tls else "127.0.0.1"  # noqa: S104 - asked for by --lan
    try:
        listener = _listen(open_to, told.port)
    except OSError:
        sys.stderr.write(
            f"Cổng {told.port} đang có chương trình khác dùng. "
            f"Hãy chạy lại với cổng khác: thidua run --port {told.port + 1}\n"
        )
        return 1
    sys.stdout.write(f"thidua: http://127.0.0.1:{told.port}/\n")
    if told.lan:
        for address in [*(own_names() if tls else ()), *own_addresses()]:
            way = f"https://{address}:{told.tls_port}/" if tls else f"http://{address}:{told.port}/"
            sys.stdout.write(f"  trong mạng nội bộ: {way}\n")
        if not tls:
            sys.stdout.write("  Đường truyền chưa mã hóa. Hãy tạo chứng thư bằng lệnh: thidua tls\n")
    if told.trial and not trial:
        sys.stdout.write("Chưa có bản dùng thử. Hãy mở địa chỉ trên và bấm “Dùng thử”.\n")
    sys.stdout.write("Nhấn Ctrl+C để dừng.\n")
    sys.stdout.flush()
    while True:
        door = told.tls_port if tls and not trial else None
        code = _serve(listener, trial_home(real) if trial else real, trial=trial, tls_port=door)
        if code not in set(Switch):
            return code
        trial = code == Switch.TO_TRIAL
        if listener.fileno() < 0:
            listener = _listen("127.0.0.1" if trial else open_to, told.port)


def _serve(listener: socket.socket, folder: Path, *, trial: bool, tls_port: int | None = None) -> int:
    environment = os.environ | {"THIDUA_HOME": str(folder), "THIDUA_TRIAL": "1" if trial else ""}
    host, port = listener.getsockname()[:2]
    command = [
        sys.executable,
        "-m",
        "thidua.cli",
        "manage",
        "serve",
        "--host",
        str(host),
        "--port",
        str(port),
    ]
    if tls_port is not None:
        command += ["--tls-port", str(tls_port)]
    if os.name == "posix":
        listener.set_inheritable(True)
        command += ["--fd", str(listener.fileno())]
        server = subprocess.Popen(command, env=environment, pass_fds=(listener.fileno(),))
    else:  # no descriptor can be handed over: the server opens the port itself
        listener.close()
        server = subprocess.Popen(command, env=environment)

    def stop(number: int, frame: FrameType | None) -> None:
        server.terminate()

    signal.signal(signal.SIGTERM, stop)
    try:
        return server.wait()
    except KeyboardInterrupt:
        server.terminate()
        server.wait()
        return 0
