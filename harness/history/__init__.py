"""The events of a case on one monotonic clock: `events.py` what is recorded, `log.py` the recorder,
`record.py` the round trip to plain data."""
