"""A server to be supervised: serves an echo on its port, and what a test asks of it on the control channel."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from regrace.harness.rig.control import ControlChannel, Handler, firewall_handlers, remembered_port
from regrace.harness.rig.stable import StableFolder, store
from regrace.harness.rig.wall import WallWorld
from regrace.harness.rig.world import Stream


def main(stable_folder: str) -> None:
    stable = StableFolder(Path(stable_folder))
    boots = int(stable.read("boots") or b"0") + 1
    store(stable, "boots", b"%d" % boots)
    print(f"boot {boots}", file=sys.stderr, flush=True)
    if "FAIL_TO_START" in os.environ:
        raise SystemExit("this server was told to fail")
    with WallWorld() as world:

        def on_accept(stream: Stream) -> None:
            stream.on_data = stream.send

        listener = world.listen(("127.0.0.1", remembered_port()), on_accept)

        def write_unsynced(request: object) -> dict[str, object]:
            stable.write("draft", b"0123456789")
            return {}

        handlers: dict[str, Handler] = {
            **firewall_handlers(world, {"peer": listener.address}),
            "state": lambda _request: {
                "boots": boots,
                "draft": (stable.read("draft") or b"").decode(),
                "cut": world.is_blocked(listener.address),
            },
        }
        write_unsynced({})
        channel = ControlChannel.over_stdio(world, handlers)
        print("a stray word on stdout must not hurt the channel")
        channel.ready(listener.address[1])
        channel.serve()
        store(stable, "goodbye", b"said")


if __name__ == "__main__":
    main(sys.argv[1])
