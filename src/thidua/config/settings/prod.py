"""Settings for an office: private addresses, the host's names, and what ``THIDUA_HOSTS`` adds."""

import os
import socket

from thidua.config.settings.base import *

ALLOWED_HOSTS = [
    "localhost",
    "127.0.0.1",
    "[::1]",
    socket.gethostname().lower(),
    f"{socket.gethostname().lower()}.local",
    *[name for name in os.environ.get("THIDUA_HOSTS", "").split(",") if name],
]
