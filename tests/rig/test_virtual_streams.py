"""Whatever happens to a connection: what arrives is a beginning of what was sent, without a hole, and its end
is told at most once."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from regrace.harness.rig.virtual import VirtualWorld
from regrace.harness.rig.world import Stream

STEP = st.one_of(
    st.tuples(st.sampled_from(["caller sends", "called sends"]), st.integers(1, 5)),
    st.tuples(
        st.sampled_from(
            ["pause", "resume", "block here", "block there", "unblock here", "unblock there", "close", "abort", "kill"]
        ),
        st.just(0),
    ),
    st.tuples(st.just("time"), st.sampled_from([1, 90, 130, 5000])),
)


class End:
    """One end of the connection: what it sent and got."""

    def __init__(self, tag: int, stream: Stream) -> None:
        self.stream = stream
        self.sent = b""
        self.got = b""
        self.ends: list[str] = []
        self._tag = tag
        stream.on_data = self._on_data
        stream.on_close = self.ends.append

    def send(self, count: int) -> None:
        data = bytes((self._tag + len(self.sent) + n) % 256 for n in range(count))
        self.sent += data
        self.stream.send(data)

    def _on_data(self, data: bytes) -> None:
        assert not self.ends, "nothing comes after the end"
        self.got += data


@settings(max_examples=300, deadline=None)
@given(steps=st.lists(STEP, max_size=40), seed=st.integers(0, 3))
def test_what_arrives_is_a_beginning_of_what_was_sent(steps: list[tuple[str, int]], seed: int) -> None:
    with VirtualWorld(seed) as world:
        here, there = world.node("here"), world.node("there")
        called: list[End] = []
        there.listen(("", 7), lambda stream: called.append(End(128, stream)))
        caller = End(0, here.connect(("there", 7)))
        closed = blocked = False
        for verb, amount in steps:
            match verb:
                case "caller sends":
                    caller.send(amount)
                case "called sends":
                    for end in called:
                        end.send(amount)
                case "pause":
                    there.pause()
                case "resume":
                    there.resume()
                case "block here":
                    here.block(("there", 0))
                    blocked = True
                case "block there":
                    there.block(("here", 0))
                    blocked = True
                case "unblock here":
                    here.unblock_all()
                case "unblock there":
                    there.unblock_all()
                case "close" | "abort":
                    caller.stream.close(abort=verb == "abort")
                    closed = True
                case "kill":
                    there.kill()
                    closed = True
                case "time":
                    world.run_until(lambda: False, world.now() + amount * 1e-6)
        here.unblock_all()
        there.unblock_all()
        there.resume()
        world.run_until(lambda: False, world.now() + 1.0)
        assert len(called) <= 1
        for sender, receiver in ((caller, called), (called[0] if called else None, [caller])):
            if sender is not None:
                assert all(sender.sent.startswith(end.got) for end in receiver)
        assert all(len(end.ends) <= 1 for end in [caller, *called])
        if not closed and not blocked:
            assert [end.got for end in called] == [caller.sent]
            assert caller.got == called[0].sent
            assert caller.ends == called[0].ends == []
        if blocked and not closed and called and not called[0].ends and not caller.ends:
            assert called[0].got == caller.sent, "what lost bytes is reset, so this lost none"
            assert caller.got == called[0].sent
