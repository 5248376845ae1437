"""Sans-IO: bytes and times in, bytes and values out. Nothing here owns a socket or looks at a clock.

`records` (record marking) and `rpc` (calls and replies) are shared with the reference servers and the tap;
`slots` is the client's side of a session alone, servers write their own.
"""
