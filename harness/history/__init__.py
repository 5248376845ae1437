"""The events of a case on one monotonic clock: `events.py` what is recorded, `log.py` the recorder,
`plain.py` the round trip to plain data."""
