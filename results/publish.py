"""Everything that is made from a run's record and can be made again: `junit.xml`, `index.html`, `cases/`."""

from __future__ import annotations

from pathlib import Path

from regrace.results import html, junit
from regrace.results.run import Run
from regrace.results.store import write_atomically


def publish(run: Run, folder: Path) -> Path:
    """Write the reports of a run into its folder, over older ones. Returns the path of `index.html`.

    Raises OSError if the folder can't be written."""
    write_atomically(folder / "junit.xml", junit.render(run).decode("utf-8"))
    (folder / "cases").mkdir(exist_ok=True)
    pages = html.render(run)
    for name, text in pages.items():
        write_atomically(folder / name, text)
    return folder / "index.html"
