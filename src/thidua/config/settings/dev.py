"""Settings for working on the program."""

from thidua.config.settings.base import *

DEBUG = True
ALLOWED_HOSTS = ["*"]
WHITENOISE_AUTOREFRESH = True
