"""Limits that a child process sets itself before it opens a foreign file."""

import importlib
import sys


def confine(*, memory: int, seconds: int) -> None:
    """Bound address space (bytes), processor time (seconds) and written files; does nothing where it cannot."""
    if sys.platform == "win32":
        return  # the parent's clock still ends the child
    resource = importlib.import_module("resource")
    for name, value in (("RLIMIT_AS", memory), ("RLIMIT_CPU", seconds), ("RLIMIT_FSIZE", 0), ("RLIMIT_CORE", 0)):
        kind = getattr(resource, name)
        hard = resource.getrlimit(kind)[1]
        bound = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (bound, bound))
