"""Small lines that stand on every paper, whichever file it becomes."""

from thidua.documents.paper import Footer


def anchor_line(footer: Footer | None) -> str:
    """The anchor, "Nhật ký số 1.234, mã 9f2c1a7b. Mã kiểm tra: 7KQ2-M4XD-…": empty without one."""
    if footer is None:
        return ""
    parts = []
    if footer.position is not None:
        position = f"{footer.position:,}".replace(",", ".")
        parts.append(f"Nhật ký số {position}" + (f", mã {footer.head}" if footer.head else ""))
    if footer.check:
        parts.append(f"Mã kiểm tra: {footer.check}")
    return ". ".join(parts)
