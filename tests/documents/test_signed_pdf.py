"""Digital signatures of PDFs that the tests sign themselves."""

import subprocess
import sys
from datetime import UTC, datetime

import pytest

from tests.documents.samples import AT
from tests.documents.signing import Made
from tests.documents.test_certificates import PERSON
from thidua.documents.intake import signed_pdf
from thidua.documents.intake.errors import UnreadableFileError
from thidua.documents.render.certificates import render

NOW = datetime(2026, 12, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def root():
    return Made("Tổ chức cấp chứng thư thử")


@pytest.fixture(scope="module")
def signed(root):
    return Made("Nông Văn Mẫu", root).sign(render([PERSON], AT), root)


@pytest.mark.parametrize(
    ("roots", "trust"),
    [((), "unchecked"), (("root",), "trusted"), (("other",), "foreign"), (("other", "root"), "trusted")],
)
def test_trust_is_said_only_of_a_root_that_was_put_in(root, signed, roots, trust):
    known = {"root": root.pem.decode(), "other": Made("Nơi khác").pem.decode()}
    (found,) = signed_pdf.examine(signed, [known[name] for name in roots], NOW)
    assert (found.signer, found.issuer) == ("Nông Văn Mẫu", "Tổ chức cấp chứng thư thử")
    assert (found.intact, found.added, found.trust, found.stamped) == (True, False, trust, False)
    assert datetime.fromisoformat(found.at or "").tzinfo is not None


def test_what_was_changed_after_signing_is_told(root, signed):
    at = signed.index(b"/Producer")
    changed = signed[:at] + b"/Prodxcer" + signed[at + 9 :]
    (found,) = signed_pdf.examine(changed, [root.pem.decode()], NOW)
    assert (found.intact, found.trust == "trusted") == (False, False)


def test_two_signatures_are_both_told(root, signed):
    twice = Made("Văn thư", root).sign(signed, root, field="VanThu")
    found = signed_pdf.examine(twice, [root.pem.decode()], NOW)
    assert [row.signer for row in found] == ["Nông Văn Mẫu", "Văn thư"]
    assert [(row.intact, row.added, row.trust) for row in found] == [(True, False, "trusted")] * 2


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", render([PERSON], AT)])
def test_what_bears_no_signature_has_none(content):
    assert signed_pdf.examine(content, [], NOW) == ()


def test_a_hostile_file_is_refused_and_breaks_nothing(signed):
    with pytest.raises(UnreadableFileError):
        signed_pdf.examine(signed[: len(signed) // 3] + b"/ByteRange [0 1 2", [], NOW)


def test_a_root_is_read_and_what_is_none_is_refused(root):
    made = signed_pdf.read_root(root.pem)
    assert (made.subject, len(made.fingerprint)) == ("Tổ chức cấp chứng thư thử", 64)
    assert signed_pdf.read_root(root.loaded.dump()).fingerprint == made.fingerprint
    for content, code in (
        (Made("Người", root).pem, "no_root"),
        (b"hello", "no_certificate"),
        (root.pem[:200], "no_certificate"),
    ):
        with pytest.raises(UnreadableFileError) as refused:
            signed_pdf.read_root(content)
        assert refused.value.code == code


def test_the_server_never_loads_what_checks_signatures():
    """Memory and start of the server must not pay for it: only the child imports it."""
    asked = (
        "import os, sys, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'thidua.config.settings.test'; "
        "django.setup(); import thidua.config.urls; "
        "print([name for name in ('pyhanko', 'asn1crypto', 'aiohttp') if name in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, check=True, text=True)
    assert told.stdout.strip() == "[]"
