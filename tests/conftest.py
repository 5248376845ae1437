"""What holds for all tests."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

# How long an example takes says more of the machine's other work than of ours: no test asserts a time. The examples
# are the same in every run, so that a red one is red for everybody; HYPOTHESIS_PROFILE=search looks for new ones.
settings.register_profile("regrace", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("search", settings.get_profile("regrace"), derandomize=False)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "regrace"))
