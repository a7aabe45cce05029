"""The child's side of `intake.signed_pdf`: digital signatures of a PDF, and a root certificate that is to be trusted.

pyHanko and all it brings is loaded here alone; it never fetches anything from a network.
"""

import logging
from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from typing import Any

from asn1crypto import pem, x509
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from thidua.documents.intake.errors import UnreadableFileError

_MOST = 20
_WHOLE = (SignatureCoverageLevel.ENTIRE_FILE, SignatureCoverageLevel.ENTIRE_REVISION)


def work(content: bytes, options: Mapping[str, Any]) -> dict[str, Any]:
    """The signatures of a PDF, or what a root certificate is. Raises UnreadableFileError."""
    logging.disable(logging.CRITICAL)
    if options.get("root"):
        return _root(content)
    roots = [x509.Certificate.load(pem.unarmor(text.encode())[2]) for text in options["roots"]]
    moment = datetime.fromisoformat(options["at"])
    try:
        reader = PdfFileReader(BytesIO(content), strict=False)
        return {"found": [_one(signature, roots, moment) for signature in reader.embedded_signatures[:_MOST]]}
    except (PdfError, ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        raise UnreadableFileError("damaged") from error


def _one(signature: Any, roots: list[x509.Certificate], moment: datetime) -> dict[str, Any]:
    known = {"signer": "", "issuer": "", "at": None, "stamped": False, "intact": False, "added": False}
    try:
        context = ValidationContext(trust_roots=roots, allow_fetching=False, moment=moment)
        status: PdfSignatureStatus = validate_pdf_signature(signature, context)
    except (SignatureValidationError, ValueError, KeyError, TypeError) as error:
        return known | {"trust": "unchecked", "broken": str(error)[:200]}
    certificate = status.signing_cert
    stamp = status.timestamp_validity
    stamped = stamp is not None and stamp.intact and stamp.valid
    at = stamp.timestamp if stamped and stamp is not None else status.signer_reported_dt
    trust = "unchecked" if not roots else "trusted" if status.trusted else "foreign"
    return known | {
        "signer": _name(certificate.subject),
        "issuer": _name(certificate.issuer),
        "at": at.isoformat() if at else None,
        "stamped": bool(stamped),
        "intact": bool(status.intact and status.valid),
        "added": status.coverage not in _WHOLE or not status.docmdp_ok,
        "trust": trust,
    }


def _name(name: x509.Name) -> str:
    told = name.native
    whole = told.get("common_name") or told.get("organization_name") or name.human_friendly
    return str(whole if isinstance(whole, str) else " ".join(map(str, whole)))[:300]


def _root(content: bytes) -> dict[str, Any]:
    try:
        if pem.detect(content):
            _, _, content = pem.unarmor(content)
        certificate = x509.Certificate.load(content)
        told = {
            "subject": _name(certificate.subject),
            "fingerprint": certificate.sha256.hex(),
            "pem": pem.armor("CERTIFICATE", certificate.dump()).decode(),
            "valid_to": certificate.not_valid_after.date().isoformat(),
        }
        authority = bool(certificate.ca)
    except (ValueError, TypeError, KeyError) as error:
        raise UnreadableFileError("damaged") from error
    if not authority:
        raise UnreadableFileError("no_root")
    return told
