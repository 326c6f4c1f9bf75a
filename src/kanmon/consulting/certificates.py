"""Certificates by which nodes prove themselves to each other: self-signed, exchanged by hand."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import ssl
from pathlib import Path
from typing import Any

from kanmon.errors import DataError
from kanmon.store.disk import disk_errors

_YEARS = 3


def make_certificate(folder: Path, name: str, now: dt.datetime) -> None:
    """Make a key and a certificate that no authority signs: partners trust it by name.

    Args:
        folder: of the node; gets ``tls.key`` and ``tls.crt``.
        name: of the node.
        now: it holds from the day before for three years.

    Raises:
        DataError: the library is missing.
        StoreError: they cannot be written.

    Source:
        RFC 5280; ECDSA over P-256, which every TLS 1.3 stack has.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     make_certificate(Path(folder), "JPN", dt.datetime(2026, 11, 23, tzinfo=dt.UTC))
        ...     len(fingerprint_of((Path(folder) / "tls.crt").read_text()))
        64
    """
    try:
        from cryptography import x509
        from cryptography.hazmat.primitives import hashes, serialization
        from cryptography.hazmat.primitives.asymmetric import ec
    except ImportError as e:
        raise DataError(
            "certificates need the library cryptography",
            where="kanmon node",
            remedy="install it: pip install 'kanmon[node]'",
        ) from e
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, f"kanmon node {name}")])
    days = dt.timedelta(days=1)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - days)
        .not_valid_after(now + days * 365 * _YEARS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(
            x509.SubjectAlternativeName([x509.DNSName(f"{name.lower()}.kanmon.invalid")]),
            critical=False,
        )
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    with disk_errors(folder):
        handle = os.open(folder / "tls.key", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as stream:
            stream.write(private)
        (folder / "tls.crt").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))


def fingerprint_of(certificate: str) -> str:
    """Name a certificate by its SHA-256.

    Args:
        certificate: PEM.

    Returns:
        64 hexadecimal digits.

    Raises:
        DataError: it is no certificate.

    Example:
        >>> fingerprint_of("")
        Traceback (most recent call last):
            ...
        kanmon.errors.DataError: partner: no certificate. To mend: give the partner's card.
    """
    try:
        raw = ssl.PEM_cert_to_DER_cert(certificate.strip() + "\n")
    except ValueError as e:
        raise DataError("no certificate", where="partner", remedy="give the partner's card") from e
    return hashlib.sha256(raw).hexdigest()


def calling(folder: Path, partner: str) -> ssl.SSLContext:
    """Make the context of a call to a partner: both sides prove themselves, nobody else is trusted.

    Args:
        folder: of this node, with its key and certificate.
        partner: its certificate, PEM.

    Returns:
        A context that trusts this one certificate; its name is not looked at, its key is.

    Raises:
        DataError: the partner's certificate is none.
        StoreError: this node's own cannot be read.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     make_certificate(Path(folder), "JPN", dt.datetime.now(dt.UTC))
        ...     held = calling(Path(folder), (Path(folder) / "tls.crt").read_text())
        ...     held.verify_mode.name, held.minimum_version.name
        ('CERT_REQUIRED', 'TLSv1_3')
    """
    fingerprint_of(partner)
    context: Any = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.check_hostname = False
    context.verify_mode = ssl.CERT_REQUIRED
    context.load_verify_locations(cadata=partner)
    with disk_errors(folder / "tls.crt"):
        context.load_cert_chain(folder / "tls.crt", folder / "tls.key")
    held: ssl.SSLContext = context
    return held
