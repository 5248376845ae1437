"""The oracle: invariants as pure functions of a history."""

from regrace.harness.oracle.findings import Finding, OracleContext, Standing
from regrace.harness.oracle.judge import judge
from regrace.harness.oracle.render import render_trace

__all__ = ["Finding", "OracleContext", "Standing", "judge", "render_trace"]
