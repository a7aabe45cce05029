"""The certificate for the office network, and the encrypted door in front of the real server."""

import http.client
import re
import ssl
import stat
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from django.core.management import call_command

from tests.journeys.server import Server, free_port
from thidua.desk import tls

NOW = datetime(2025, 2, 10, 5, tzinfo=UTC)
NAMES = ("may-chu", "may-chu.local")


def certificate(path):
    return x509.load_pem_x509_certificates(path.read_bytes())


def test_the_authority_signs_the_server_and_speaks_for_the_office_only(tmp_path):
    made = tls.make(tmp_path, NAMES, ["192.168.1.5"], NOW)
    assert made.new_authority
    folder = tmp_path / "tls"
    leaf, authority = certificate(folder / "may-chu.crt")
    assert [authority] == certificate(made.authority)
    key = authority.public_key()
    key.verify(leaf.signature, leaf.tbs_certificate_bytes, ec.ECDSA(leaf.signature_hash_algorithm))
    spoken = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert set(spoken.get_values_for_type(x509.DNSName)) == {*NAMES, "localhost"}
    assert {str(one) for one in spoken.get_values_for_type(x509.IPAddress)} == {"127.0.0.1", "192.168.1.5"}
    limits = authority.extensions.get_extension_for_class(x509.NameConstraints)
    assert limits.critical
    assert not any(str(one.value).endswith(("vn", "com")) for one in limits.value.permitted_subtrees)
    for name in ("may-chu.key", "don-vi-chung-thuc.key"):
        assert stat.S_IMODE((folder / name).stat().st_mode) == 0o600


def test_the_authority_stays_until_it_runs_out_or_must_speak_for_another_name(tmp_path):
    tls.make(tmp_path, NAMES, [], NOW)
    first = certificate(tmp_path / "tls" / tls.AUTHORITY)
    assert not tls.make(tmp_path, NAMES, ["10.0.0.7"], NOW + timedelta(days=300)).new_authority
    assert certificate(tmp_path / "tls" / tls.AUTHORITY) == first
    assert tls.make(tmp_path, (*NAMES, "khac.local"), [], NOW).new_authority
    assert tls.make(tmp_path, (*NAMES, "khac.local"), [], NOW, anew=True).new_authority
    assert tls.make(tmp_path, NAMES, [], NOW + timedelta(days=tls.AUTHORITY_DAYS)).new_authority
    (tmp_path / "tls" / "don-vi-chung-thuc.key").write_bytes(b"x")
    assert tls.make(tmp_path, NAMES, [], NOW).new_authority


def test_a_name_that_no_certificate_can_carry_is_told(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("THIDUA_HOME", str(tmp_path))
    monkeypatch.setattr("thidua.desk.management.commands.tls.own_addresses", lambda: ["192.168.1.5"])
    with pytest.raises(SystemExit) as ended:
        call_command("tls", "--name", "máy chủ")
    assert ended.value.code == 2
    assert "Tên máy chủ chưa đúng" in capsys.readouterr().err
    call_command("tls", "--name", "may-chu.xa.local")
    told = capsys.readouterr().out
    assert "Trusted Root" in told
    assert re.search(r"([0-9A-F]{2}:){31}[0-9A-F]{2}", told)
    call_command("tls", "--name", "may-chu.xa.local")
    assert "không phải cài lại" in capsys.readouterr().out


def test_a_crash_leaves_no_picture_of_the_memory():
    asked = (
        "import resource; from thidua.desk.server import no_core_dumps; no_core_dumps(); "
        "print(resource.getrlimit(resource.RLIMIT_CORE))"
    )
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "(0, 0)"


def test_the_real_server_answers_encrypted_and_knows_that_it_is(tmp_path):
    home = tmp_path / "nha"
    made = tls.make(home, ("localhost",), [], datetime.now(UTC))
    port = free_port()
    with Server(home, options=("--lan", "--tls-port", str(port))) as server:
        context = ssl.create_default_context(cafile=made.authority)
        told = http.client.HTTPSConnection("localhost", port, context=context, timeout=30)
        for _ in range(2):  # the second on the connection that was kept
            told.request("GET", "/dang-nhap/")
            answer = told.getresponse()
            body = answer.read()
            assert answer.status == 200
            assert re.search(r"csrftoken=[^;]+;.*Secure", str(answer.headers["Set-Cookie"]))
        assert b"csrfmiddlewaretoken" in body
        # the plain way on the machine itself still works, and gives a cookie that works there
        plain = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
        plain.request("GET", "/dang-nhap/", headers={"X-Forwarded-Proto": "https"})
        assert "Secure" not in str(plain.getresponse().headers["Set-Cookie"])
        # nobody is let in without the certificate's check, nor with an old protocol
        with pytest.raises(ssl.SSLCertVerificationError):
            http.client.HTTPSConnection(
                "localhost", port, context=ssl.create_default_context(), timeout=30
            ).connect()
        assert "https://" in server.told()
