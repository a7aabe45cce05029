"""What the project's own files are, for the tests of this folder."""

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
SOURCE = ROOT / "src" / "thidua"


@cache
def committed() -> tuple[Path, ...]:
    """Return the files that are in the repository, or would be with the next commit."""
    told = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout.decode()
    return tuple(sorted(ROOT / name for name in told.split("\0") if name and (ROOT / name).is_file()))


def own(*suffixes: str, under: Path = SOURCE) -> list[Path]:
    """Return the committed files with one of these endings below a folder."""
    return [path for path in committed() if path.suffix in suffixes and under in path.parents]


def name(path: Path) -> str:
    """Return the name of a file as it stands in the repository."""
    return path.relative_to(ROOT).as_posix()
