"""The zip around the parts, without the moment at which it was written."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_EPOCH = (1980, 1, 1, 0, 0, 0)
_PLAIN_FILE = 0o644 << 16


def reproducible(file: bytes) -> bytes:
    """The same zip with fixed times, so that equal content gives equal bytes and hashes."""
    made = BytesIO()
    with ZipFile(BytesIO(file)) as source, ZipFile(made, "w", ZIP_DEFLATED) as target:
        for info in source.infolist():
            entry = ZipInfo(info.filename, _EPOCH)
            entry.compress_type = ZIP_DEFLATED
            entry.external_attr = _PLAIN_FILE
            target.writestr(entry, source.read(info))
    return made.getvalue()
