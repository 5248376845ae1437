"""Faults: a frozen dataclass each, with `apply`, `verify` and `heal`; each proves that it happened.

`api.py` is what a fault is and what it acts on, `nodes.py`, `links.py` and `storage.py` the faults, `log.py` keeps the
record. A fault that can't be shown raises `RigError`: the case becomes `error`, no verdict on the server.
"""
