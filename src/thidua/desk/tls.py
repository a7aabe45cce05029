"""A local authority and a certificate of this server for the office network, without anybody outside.

The authority may only speak for this machine's own names and for private addresses (name constraints), so that a
lost key of it harms nobody who trusts it elsewhere.
"""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from thidua.desk.server import CERTIFICATE, KEY, tls_folder

AUTHORITY: Final = "don-vi-chung-thuc.crt"
_AUTHORITY_KEY: Final = "don-vi-chung-thuc.key"
AUTHORITY_DAYS: Final = 3650
SERVER_DAYS: Final = 397  # browsers take no longer ones
_RENEWED_BEFORE: Final = timedelta(days=SERVER_DAYS)
_PRIVATE: Final = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8", "169.254.0.0/16")


@dataclass(frozen=True, slots=True)
class Made:
    """What was made: the authority's certificate to be trusted on each machine, and for which names it speaks."""

    authority: Path
    names: tuple[str, ...]
    until: datetime
    new_authority: bool


def make(
    home: Path, names: Sequence[str], addresses: Sequence[str], now: datetime, *, anew: bool = False
) -> Made:
    """Make the server's certificate anew; the authority only where there is none, it runs out, or ``anew``.

    Raises ValueError for a name that no certificate can carry.
    """
    folder = tls_folder(home)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    names = tuple(dict.fromkeys(name.strip().lower() for name in (*names, "localhost") if name.strip()))
    held = None if anew else _held(folder, names, now)
    authority, key = held or _authority(folder, names, now)
    _server(folder, authority, key, names, addresses, now)
    until = now + timedelta(days=SERVER_DAYS)
    return Made(folder / AUTHORITY, (*names, *addresses), until, held is None)


def fingerprint(certificate: Path) -> str:
    """SHA-256 of a certificate, in pairs, as the window that installs it shows."""
    digest = x509.load_pem_x509_certificate(certificate.read_bytes()).fingerprint(hashes.SHA256())
    return ":".join(f"{byte:02X}" for byte in digest)


def _held(
    folder: Path, names: Sequence[str], now: datetime
) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey] | None:
    """The authority that is there, if it lasts as long as a new server certificate and may speak for the names."""
    try:
        authority = x509.load_pem_x509_certificate((folder / AUTHORITY).read_bytes())
        key = serialization.load_pem_private_key((folder / _AUTHORITY_KEY).read_bytes(), None)
    except (OSError, ValueError):
        return None
    allowed = (
        authority.extensions.get_extension_for_class(x509.NameConstraints).value.permitted_subtrees or []
    )
    spoken = {one.value for one in allowed if isinstance(one, x509.DNSName)}
    if not isinstance(key, ec.EllipticCurvePrivateKey) or not set(names) <= spoken:
        return None
    return (authority, key) if authority.not_valid_after_utc > now + _RENEWED_BEFORE else None


def _authority(
    folder: Path, names: Sequence[str], now: datetime
) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"thidua {names[0]} {now:%Y-%m-%d}")])
    permitted: list[x509.GeneralName] = [x509.DNSName(name) for name in names]
    permitted += [x509.IPAddress(ipaddress.ip_network(one)) for one in _PRIVATE]
    usage = x509.KeyUsage(
        digital_signature=False,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=True,
        crl_sign=True,
        encipher_only=False,
        decipher_only=False,
    )
    authority = (
        _builder(subject, subject, key.public_key(), now, AUTHORITY_DAYS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.NameConstraints(permitted, None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    _write(folder / _AUTHORITY_KEY, _pem(key))
    _write(folder / AUTHORITY, authority.public_bytes(serialization.Encoding.PEM), mode=0o644)
    return authority, key


def _server(
    folder: Path,
    authority: x509.Certificate,
    signer: ec.EllipticCurvePrivateKey,
    names: Sequence[str],
    addresses: Sequence[str],
    now: datetime,
) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0])])
    spoken: list[x509.GeneralName] = [x509.DNSName(name) for name in names]
    spoken += [x509.IPAddress(ipaddress.ip_address(one)) for one in ("127.0.0.1", *addresses)]
    certificate = (
        _builder(subject, authority.subject, key.public_key(), now, SERVER_DAYS)
        .add_extension(x509.SubjectAlternativeName(spoken), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False
        )
        .sign(signer, hashes.SHA256())
    )
    chain = [row.public_bytes(serialization.Encoding.PEM) for row in (certificate, authority)]
    _write(folder / KEY, _pem(key))
    _write(folder / CERTIFICATE, b"".join(chain), mode=0o644)


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, now: datetime, days: int
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))  # clocks of the office differ
        .not_valid_after(now + timedelta(days=days))
    )


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _write(path: Path, content: bytes, mode: int = 0o600) -> None:
    """Whole or not at all, and never readable by others for a moment."""
    draft = path.with_suffix(".tmp")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        file.write(content)
    draft.replace(path)
