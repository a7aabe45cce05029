"""The server answers under its own names and private addresses, under no other name."""

import socket

import pytest

from thidua.base.hosts import is_ours

OURS = [
    "localhost:8700",
    "127.0.0.1:8700",
    "[::1]:8700",
    "192.168.1.23:8700",
    "10.0.0.5",
    "172.20.3.4:8700",
    "[fd00::12]:8700",
    socket.gethostname(),
    f"{socket.gethostname().upper()}.local:8700",
    "testserver",
]
FOREIGN = [
    "",
    "evil.example",
    "192.168.1.23.evil.example:8700",
    "8.8.8.8",
    "localhost.evil.example",
    "127.0.0.1@evil.example",
    "[::1",
    "a" * 5000,
]


@pytest.mark.parametrize("host", OURS)
def test_own_names_and_private_addresses_are_ours(host):
    assert is_ours(host)


@pytest.mark.parametrize("host", FOREIGN)
def test_other_names_are_foreign(host):
    assert not is_ours(host)


@pytest.mark.django_db
def test_a_foreign_name_is_told_how_to_come(client):
    answer = client.get("/dang-nhap/", headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert "THIDUA_HOSTS" in answer.content.decode()
    assert client.get("/dang-nhap/", headers={"host": "192.168.1.23:8700"}).status_code == 200
