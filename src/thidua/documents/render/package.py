"""The zip around the parts of a Word or Excel file, without the moment at which it was written."""

import re
from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_EPOCH = (1980, 1, 1, 0, 0, 0)
_PLAIN_FILE = 0o644 << 16
_CORE = "docProps/core.xml"
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")


def reproducible(file: bytes, at: datetime) -> bytes:
    """The same file with fixed times, so that equal content gives equal bytes and hashes.

    `at` (aware) becomes the time of the last change; the entries of the zip carry none.
    """
    stamp = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    made = BytesIO()
    with ZipFile(BytesIO(file)) as source, ZipFile(made, "w", ZIP_DEFLATED) as target:
        for info in source.infolist():
            content = source.read(info)
            if info.filename == _CORE:
                content = _MODIFIED.sub(rb"\g<1>" + stamp + rb"\g<2>", content)
            entry = ZipInfo(info.filename, _EPOCH)
            entry.compress_type = ZIP_DEFLATED
            entry.external_attr = _PLAIN_FILE
            target.writestr(entry, content)
    return made.getvalue()
