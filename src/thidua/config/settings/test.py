"""Settings for the tests: a home of its own, a fast hasher, a database from the environment."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("THIDUA_HOME", tempfile.mkdtemp(prefix="thidua-test-"))

from thidua.config.settings.base import *

THIDUA_HOME = Path(os.environ["THIDUA_HOME"])
THIDUA_HOSTS |= {"testserver"}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Each test's client makes the middleware anew: it need not go through all files each time.
WHITENOISE_AUTOREFRESH = True
