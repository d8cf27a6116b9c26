"""Takes a host's name; gives the addresses that may be connected to, so that what is checked is what is connected to."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable
from typing import Final

from dateline.read.desk import Refusal

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Allowed = Callable[[Address], bool]
"""Which addresses may be connected to."""

_NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")
_LAST_32_BITS: Final = 0xFFFF_FFFF


def public(address: Address) -> bool:
    """Tell whether an address is one of the public internet, whatever address is wrapped in it."""
    inner = _inside(address)
    if inner is not None:
        return public(inner)
    return address.is_global and not address.is_multicast and not address.is_reserved


def anything(_: Address) -> bool:
    """Allow every address: for servers of one's own."""
    return True


def allowed_addresses(host: str, port: int, allowed: Allowed) -> tuple[str, ...]:
    """Look a host up once and give those of its addresses that are allowed.

    Raises:
        Refusal: it has no address (`not-fetched`), or none that is allowed (`forbidden-address`).
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        said = error.strerror if isinstance(error, OSError) else None
        raise Refusal("not-fetched", f"the host {host!r} cannot be found: {said or 'its name is none'}") from error
    # A zone (`fe80::1%eth0`) says which interface, and only addresses that are not public have one.
    addresses = dict.fromkeys(str(entry[4][0]).partition("%")[0] for entry in found)
    good = tuple(address for address in addresses if allowed(ipaddress.ip_address(address)))
    if not good:
        shown = ", ".join(addresses)
        raise Refusal("forbidden-address", f"the host {host!r} is at {shown}, which is no public address")
    return good


def _inside(address: Address) -> Address | None:
    """Give the IPv4 address that an IPv6 address leads to, which is what is reached in the end."""
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & _LAST_32_BITS)
    return address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
