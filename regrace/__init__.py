"""Regrace: a conformance and fault-injection suite for NFSv4.1 re-export servers.

The five rooms of the house (`xdr_defs`, `harness`, `fixtures`, `suite`, `results`) are folders at the
root of the checkout; this package gives them one import name, `regrace.*`, through relative links.
"""

__version__ = "0.1.0"
