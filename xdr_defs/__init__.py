"""The wire: the XDR definitions of ONC RPC and NFSv4.1/4.2, their compiler, and what it generates.

See README.md in this folder.
"""
