"""Which encoding the bytes of a text file are in, judged by the Vietnamese that comes out."""

import re
import unicodedata
from typing import Final

from thidua.documents.intake.errors import UnreadableFileError

_TCVN3: Final = frozenset("®µ¶·¹¸¨»¾¼½Æ©ÊÇÈÉË«ªÌÎÏÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ")
_TCVN3_ONLY: Final = frozenset("®µ¶·¹¸¨»¾¼½«ª×÷þÞßÆ")
_VNI: Final = re.compile(r"[aeouyAEOUY][ùøûõïâêäëúüæÙØÛÕÏÂÊÄËÚÜÆ]|[ñÑöÖ]")
_LEGACY_SHARE: Final = 0.04
_CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1b]")
_OURS: Final = re.compile(r"[đĐưƯơƠăĂạ-ỹẠ-Ỹ]")
_BARE_MARK: Final = re.compile(
    r"(?<![aăâeêioôơuưyAĂÂEÊIOÔƠUƯY\u0302\u0306\u031b])[\u0300\u0301\u0303\u0309\u0323]"
)
_MOST: Final = 600_000  # characters, about 200 pages; no plan is longer


def check(text: str) -> str:
    """Return the text in NFC with plain line ends; raises UnreadableFileError where it is not usable Vietnamese.

    Codes: empty, long_text, legacy_font (letters of TCVN3 or VNI), unknown_kind (not text at all).
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff"))
    if len(_CONTROL.findall(text)) > len(text) // 100:
        raise UnreadableFileError("unknown_kind")
    text = _CONTROL.sub(" ", text)
    if not any(char.isalnum() for char in text):
        raise UnreadableFileError("empty")
    if len(text) > _MOST:
        raise UnreadableFileError("long_text", {"characters": len(text), "most": _MOST})
    legacy = legacy_of(text)
    if legacy:
        raise UnreadableFileError("legacy_font", {"encoding": legacy})
    return text


def legacy_of(text: str) -> str | None:
    """Return the old font encoding that the letters look like, or None."""
    letters = sum(not char.isspace() for char in text) or 1
    if len(_OURS.findall(text)) > letters // 50 or sum(char.isascii() for char in text) < len(text) // 2:
        return None
    if (
        sum(char in _TCVN3_ONLY for char in text) > letters * _LEGACY_SHARE / 2
        and sum(char in _TCVN3 for char in text) > letters * _LEGACY_SHARE
    ):
        return "TCVN3"
    if len(_VNI.findall(text)) > letters * _LEGACY_SHARE and re.search(r"[ñö]", text):
        return "VNI"
    return None


def decode(data: bytes) -> str:
    """Return the text of a text file: UTF-8, UTF-16 or Windows-1258; else raises UnreadableFileError."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return check(_strict(data, "utf-16"))
    try:
        return check(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        pass
    nulls = data.count(0)
    if nulls > len(data) // 10:
        even = data[::2].count(0)
        return check(_strict(data, "utf-16-be" if even > nulls - even else "utf-16-le"))
    if len(_CONTROL.findall(data.decode("latin-1"))) > len(data) // 100:
        raise UnreadableFileError("unknown_kind")
    legacy = legacy_of(data.decode("latin-1"))
    try:
        text = unicodedata.normalize("NFC", data.decode("cp1258"))
    except UnicodeDecodeError:
        text = ""
    ours = len(_OURS.findall(text))
    if ours and ours > 20 * len(_BARE_MARK.findall(unicodedata.normalize("NFD", text))) and _reads(text):
        return check(text)
    if legacy:
        raise UnreadableFileError("legacy_font", {"encoding": legacy})
    raise UnreadableFileError("wrong_encoding")


def _reads(text: str) -> bool:
    """Tell whether common Vietnamese words come out; only words with marks, the others read alike in any encoding."""
    words = re.findall(r"[^\W\d_]+", text.lower())
    common = {
        "và",
        "của",
        "các",
        "có",
        "được",
        "đua",
        "số",
        "ngày",
        "năm",
        "xã",
        "thực",
        "hiện",
        "công",
    }
    return sum(word in common for word in words) >= max(2, len(words) // 40)


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableFileError("wrong_encoding") from error
