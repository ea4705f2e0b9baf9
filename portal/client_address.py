"""Where a request comes from: believed only of proxies we know (TRUSTED_PROXIES).

Every address in X-Forwarded-For was written by whoever sent the request to the next one. So the
list is read from its end: as long as the sender is a proxy of ours, the address before it is true;
the first one that is none of ours is the client. What stands left of it the client wrote itself.
"""

import ipaddress

from django.conf import settings
from django.http import HttpRequest

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Networks = list[ipaddress.IPv4Network | ipaddress.IPv6Network]
UNIX_SOCKET = "unix"  # nginx on this machine, over a socket: it has no address
HOUSEHOLD = 64  # the bits of an IPv6 address a household cannot choose


def client_address(request: HttpRequest) -> str:
    """Return the address a request came from, "" where there is none."""
    sender = request.META.get("REMOTE_ADDR", "")
    for before in reversed(forwarded_for(request)):
        if not is_trusted(sender) or parsed(before) is None:
            break
        sender = before
    address = parsed(sender)
    return str(address) if address else ""


def client_block(address: str) -> str:
    """Return what one client can choose its addresses from, for counting: of IPv6 the /64."""
    parsed_address = parsed(address)
    if parsed_address is None or parsed_address.version == 4:
        return address
    return str(ipaddress.ip_network((parsed_address, HOUSEHOLD), strict=False))


def is_within(address: str, networks: Networks) -> bool:
    """True when an address belongs to one of `networks`."""
    found = parsed(address)
    return found is not None and any(found in network for network in networks)


def forwarded_for(request: HttpRequest) -> list[str]:
    text = request.META.get("HTTP_X_FORWARDED_FOR", "")
    return [part.strip() for part in text.split(",")] if text else []


def is_trusted(sender: str) -> bool:
    if not sender or sender == UNIX_SOCKET:
        return UNIX_SOCKET in settings.TRUSTED_PROXIES
    networks = [each for each in settings.TRUSTED_PROXIES if each != UNIX_SOCKET]
    return is_within(sender, networks)


def parsed(text: str) -> Address | None:
    """Return the address that stands in `text`; IPv4 written as IPv6 is IPv4."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
