"""Addresses of networks: those that a limit counts as one, and those that everybody can reach."""

from ipaddress import IPv6Address, ip_address, ip_network

_TRANSLATED = ip_network("64:ff9b::/96")
"""Addresses that a network of IPv6 alone translates to IPv4 (RFC 6052)."""


def network_of(address: str) -> str:
    """Return an IPv4 address as it is, or the /64 network of an IPv6 address, which belongs to one
    household or machine.
    """
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if not isinstance(parsed, IPv6Address):
        return str(parsed)
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return f"{IPv6Address(int(parsed) >> 64 << 64)}/64"


def is_public(address: str) -> bool:
    """Return whether an address is on the open internet, and not on this machine or in a private
    network. An IPv6 address that stands for an IPv4 address counts as that.
    """
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(parsed, IPv6Address):
        if parsed in _TRANSLATED:
            parsed = ip_address(int(parsed) & 0xFFFFFFFF)
        else:
            parsed = parsed.ipv4_mapped or parsed.sixtofour or parsed
    return parsed.is_global and not parsed.is_multicast
