"""What holds for all tests."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

# How long an example takes says more of the machine's other work than of ours: no test asserts a time.
settings.register_profile("regrace", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("regrace")
