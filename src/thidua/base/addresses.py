"""The addresses by which other machines of the office reach this one."""

from __future__ import annotations

import ipaddress
import socket


def own_addresses() -> list[str]:
    """Private IPv4 addresses of this machine: what its name means, and the way out to the office network."""
    found: set[str] = set()
    try:
        rows = socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)
        found |= {str(row[4][0]) for row in rows}
    except OSError:
        pass
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        try:
            asked.connect(("10.255.255.255", 1))  # nothing is sent: only the way is looked up
            found.add(str(asked.getsockname()[0]))
        except OSError:
            pass
    addresses = {one: ipaddress.ip_address(one) for one in found}
    return sorted(one for one, address in addresses.items() if address.is_private and not address.is_loopback)


def own_names() -> list[str]:
    """Names of this machine on the office network."""
    name = socket.gethostname().lower()
    return [name, name if "." in name else f"{name}.local"]
