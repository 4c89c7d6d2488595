"""Whom a limit takes for one."""

from ipaddress import IPv6Address, ip_address


def network_of(address: str) -> str:
    """Whom a limit counts: an IPv4 address, or the /64 that one household or machine has of IPv6."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if not isinstance(found, IPv6Address):
        return str(found)
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return f"{IPv6Address(int(found) >> 64 << 64)}/64"
