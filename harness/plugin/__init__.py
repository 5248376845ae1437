"""The pytest plugin: options, fixtures, scheduling, and the wires between harness and results.

It has no logic of its own: how a case is conducted is in `harness.conduct`, how rigs are held in
`harness.rig.supervisor`, what a run leaves behind in `regrace.results`.

pytest loads this package in every run on the machine, so it does next to nothing here: it declares the options,
and brings in the rest (`hooks.py`) when a run asks for a rig or for our suite.
"""

from __future__ import annotations

import pytest

from regrace.harness.plugin.options import Options


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare the options."""
    Options.declare(parser.getgroup("regrace", "regrace: conformance of NFSv4.1 re-export servers"))


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Join in if the run is ours."""
    asked = config.option.rig is not None or any("regrace.suite" in arg for arg in config.invocation_params.args)
    if asked or "regrace_supervisor" in getattr(config, "workerinput", {}):
        from regrace.harness.plugin import hooks

        config.pluginmanager.register(hooks, "regrace-hooks")
