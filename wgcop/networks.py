"""The addresses that a limit counts as one."""

from ipaddress import IPv6Address, ip_address


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
