"""Settings for working on the program."""

from thidua.config.settings.base import *

DEBUG = True
WHITENOISE_AUTOREFRESH = True
