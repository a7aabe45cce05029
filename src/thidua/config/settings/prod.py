"""Settings for an office: those of everywhere, with nothing loosened."""

from thidua.config.settings.base import *
