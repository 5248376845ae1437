"""The wire tap: an RPC-aware relay on the links of a rig that records, cuts and holds.

`api.py` says what a case may ask. `relay.py` does it on any `World`; `process.py` runs that beside a real
rig and `remote.py` speaks to it from a case.
"""
