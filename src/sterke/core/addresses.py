"""Which network addresses an outgoing request may go to: public ones, nothing else."""

import ipaddress

# Anything that reaches into a network, into the machine itself, or through a translator that could lead there.
CLOSED = [
    ipaddress.ip_network(block)
    for block in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
        *("192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16"),
        *("192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
        "168.63.129.16/32",  # a cloud's inner service on a public address
        *("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20"),
    )
]
OPEN_IPV6 = ipaddress.ip_network("2000::/3")  # all public IPv6 lies here: no mapped, translated, local or group address


def is_public(address: str) -> bool:
    """True for a public unicast address; False for all else, also for what is not an address."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if ip.version == 6 and (ip.scope_id or ip not in OPEN_IPV6):
        return False
    return ip.is_global and not any(ip.version == block.version and ip in block for block in CLOSED)
