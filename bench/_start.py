"""An empty home and Django set up: import it before anything of the program."""

from __future__ import annotations

import os
import tempfile

import django

os.environ["THIDUA_HOME"] = tempfile.mkdtemp(prefix="thidua-bench-")
os.environ["DJANGO_SETTINGS_MODULE"] = "thidua.config.settings.test"
django.setup()
