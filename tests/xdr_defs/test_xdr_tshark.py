"""Wireshark's dissector reads what we write: every operation, every callback, every attribute.

Each one goes into a capture, followed by a sentinel operation. tshark must report both, and must find a field at the
very place of every number that was packed, with that number. It shares nothing with this project, so that one
misreading of an .x file can't hide here.
"""

from __future__ import annotations

import functools
import operator
import re
import subprocess
import xml.etree.ElementTree as ET
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import pytest
from xdr_capture import Capture
from xdr_samples import Leaf, Maker, leaves, samples
from xdr_tools import needed

from regrace.xdr_defs import nfs4
from regrace.xdr_defs.attributes import bitmap, pack_fattr
from regrace.xdr_defs.runtime import BASE_TABLES, XdrType
from regrace.xdr_defs.tables import ATTRIBUTES, CALLBACKS, OPERATIONS

TAG = b"tag!"

# What tshark 4.0 can't dissect, or only up to a point. `test_xdr_rpcgen` has an independent check of all of it.
UNKNOWN_OPERATIONS = {
    *((direction, f"OP_{name}") for direction in ("call", "reply") for name in ("GET_DIR_DELEGATION", "SET_SSV")),
    ("call", "OP_WANT_DELEGATION"),
    ("reply", "OP_WANT_DELEGATION"),
    ("call", "OP_WRITE_SAME"),
}
UNKNOWN_CALLBACKS = {
    ("cb call", f"OP_CB_{name}")
    for name in (
        *("NOTIFY", "NOTIFY_DEVICEID", "PUSH_DELEG", "RECALLABLE_OBJ_AVAIL", "RECALL_ANY", "RECALL_SLOT"),
        "WANTS_CANCELLED",
    )
}
UNKNOWN_ATTRIBUTES = {
    ("attribute", name)
    for name in (
        *("change_policy", "fs_locations_info", "fs_status", "layout_alignment", "layout_hint", "layout_types"),
        *("mode_set_masked", "retentevt_get", "retentevt_set", "retention_get", "retention_hold", "retention_set"),
    )
}
UNKNOWN = UNKNOWN_OPERATIONS | UNKNOWN_CALLBACKS | UNKNOWN_ATTRIBUTES
STOPS_AT = {
    "gdir_mincount": "tshark does not look for a value beside an error",
    "logr_will_signal_layout_avail": "tshark does not look for a value beside an error",
    "spi_handles[0]": "tshark takes the array of handles for one handle",
}
"""Fields at which tshark loses the thread: the rest of such a frame is not judged."""
NOT_SHOWN = {
    ".opclose.open_stateid.seqid": "deprecated, says tshark, and shows nothing",
    ".opaccess.access": "only the bits that have a meaning are shown; the sentinel tests those",
    ".opaccess.resok4.supported": "as above",
    ".opaccess.resok4.access": "as above",
    ".opopen_downgrade.share_access": "as above",
}


# Neighbours of one size: if an .x file had them in the wrong order, every number would still be at its place. So for
# these the name counts too: what tshark calls a field (after "nfs."), and what we call it.
SAME_THING = """
offset4: offset loca_offset loga_offset lrf_offset lor_offset lo_offset aa_offset da_offset
offset4: cl_src_offset ca_src_offset iaa_offset
length4: length loca_length loga_length lrf_length lor_length lo_length aa_length da_length cl_count ca_count iaa_count
locktype4: locktype
lock.reclaim: reclaim
lock_seqid: lock_seqid
clientid: clientid eir_clientid csa_clientid
seqid: open_seqid sa_sequenceid sr_sequenceid csr_sequenceid csa_sequenceid
seqid: rc_sequenceid eir_sequenceid csa_sequence csr_sequence
open4.share_access: share_access
open4.share_deny: share_deny
changeid4.before: before
changeid4.after: after
change_info.atomic: atomic
slotid: sa_slotid sr_slotid csr_slotid csa_slotid rc_slotid
high_slotid: sa_highest_slotid sr_highest_slotid csr_highest_slotid csa_highest_slotid
target_high_slotid: sr_target_highest_slotid csr_target_highest_slotid
cachethis4: sa_cachethis csa_cachethis
exchange_id.reply_flags: eir_flags
create_session_flags: csa_flags csr_flags
cb_program: csa_cb_program
padsize4: ca_headerpadsize
maxreqsize4: ca_maxrequestsize
maxrespsize4: ca_maxresponsesize
maxrespsizecached4: ca_maxresponsesize_cached
maxops4: ca_maxoperations
maxreqs4: ca_maxrequests
minlength4: loga_minlength
maxcount: loga_maxcount maxcount gdia_maxcount
layouttype: loga_layout_type
iomode: loga_iomode
dircount: dircount
aceflags4: flag
acemask4: access_mask
specdata1: specdata1
specdata2: specdata2
consecutive: ca_consecutive cr_consecutive
synchronous: ca_synchronous cr_synchronous
io_count: ii_count
io_bytes: ii_bytes
access_supported: supported
nfl_util: nfl_util
nfl_first_stripe_index: nfl_first_stripe_index
"""
NAMES = {
    ours: f"nfs.{theirs}"
    for theirs, _, names in (line.partition(": ") for line in SAME_THING.strip().splitlines())
    for ours in names.split()
}
"""By our field: what tshark calls it, in operations and callbacks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """One message of the capture that is judged."""

    group: tuple[str, str]
    """"call", "reply", "cb call", "cb reply" or "attribute"; and the name of what is tested."""
    frame: int
    """Counts from 1, as tshark does."""
    body: int
    """Bytes of the compound, which stands at the end of its frame."""
    leaves: list[Leaf]
    """With offsets from the start of the compound."""
    sentinel: int
    """The number of the operation that follows the one under test."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    name: str
    at: int
    size: int
    show: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    size: int
    malformed: bool
    fields: list[Field]
    found: dict[tuple[int, int], list[Field]]
    """By offset and size: the fields there."""

    def operations(self) -> list[int]:
        return [int(f.show) for f in self.fields if f.name in ("nfs.opcode", "nfs.cb.operation")]


SENTINEL = nfs4.nfs_argop4(nfs4.OP_ACCESS, nfs4.ACCESS4args(0x2D))
SENTINEL_RESULT = nfs4.nfs_resop4(nfs4.OP_ACCESS, nfs4.ACCESS4res(nfs4.NFS4_OK, nfs4.ACCESS4resok(0x3F, 0x2D)))
CB_SENTINEL = nfs4.nfs_cb_argop4(
    nfs4.OP_CB_RECALL, nfs4.CB_RECALL4args(nfs4.stateid4(0x51, b"sentinel ---"), True, b"a handle")
)
CB_SENTINEL_RESULT = nfs4.nfs_cb_resop4(nfs4.OP_CB_RECALL, nfs4.CB_RECALL4res(nfs4.NFS4ERR_BADHANDLE))

CONTENTS = {
    "da_addr_body": nfs4.nfsv4_1_file_layout_ds_addr4,
    "loc_body": nfs4.nfsv4_1_file_layout4,
}
"""Opaques that hold XDR of their own, by field."""


def looked_into(leaf: Leaf) -> list[Leaf]:
    """The leaves inside an opaque that holds XDR, or the leaf itself."""
    field = leaf.path.rpartition(".")[2]
    assert isinstance(leaf.value, bytes | int)
    if field in CONTENTS and isinstance(leaf.value, bytes):
        cls = CONTENTS[field]
        return leaves(cls.XDR_TYPE, cls.from_bytes(leaf.value), leaf.path, leaf.offset)
    if field == "attr_vals" and isinstance(leaf.value, bytes):
        # Samples hold exactly these two, see `Maker.value`.
        size, mode = leaf.value[:8], leaf.value[8:]
        return [
            Leaf(leaf.path + ".size", leaf.offset, 8, int.from_bytes(size, "big")),
            Leaf(leaf.path + ".mode", leaf.offset + 8, 4, int.from_bytes(mode, "big")),
        ]
    return [leaf]


class Plan:
    """Writes the capture and remembers what every frame holds."""

    def __init__(self) -> None:
        self.capture = Capture()
        self.frames = 0
        self.probes: list[Probe] = []
        for number, info in OPERATIONS.items():
            self._operation(number, info.name)
        for number, info in CALLBACKS.items():
            self._callback(number, info.name)
        for number in ATTRIBUTES:
            self._attribute(number)

    def _probe(self, group: tuple[str, str], compound: XdrType, sentinel: int, found: list[Leaf]) -> None:
        """Notes what the frame appended last holds."""
        size = len(compound.to_bytes())
        inside = [inner for leaf in found for inner in looked_into(leaf)]
        probe = Probe(group=group, frame=self.frames, body=size, leaves=inside, sentinel=sentinel)
        self.probes.append(probe)

    def _call(self, compound: nfs4.COMPOUND4args | nfs4.CB_COMPOUND4args, back: bool = False) -> int:
        self.frames += 1
        if back:
            return self.capture.call(compound.to_bytes(), program=nfs4.NFS4_CALLBACK, version=nfs4.NFS_CB)
        return self.capture.call(compound.to_bytes())

    def _reply(self, xid: int, compound: nfs4.COMPOUND4res | nfs4.CB_COMPOUND4res) -> None:
        self.frames += 1
        self.capture.reply(xid, compound.to_bytes())

    def _operation(self, number: int, name: str) -> None:
        arguments, results = BASE_TABLES["nfs_argop4"][number].type, BASE_TABLES["nfs_resop4"][number].type
        for sample in samples(arguments):
            call = nfs4.COMPOUND4args(TAG, 2, [nfs4.nfs_argop4(number, sample), SENTINEL])
            self._call(call)
            self._probe(("call", name), call, nfs4.OP_ACCESS, leaves(call.XDR_TYPE, call))
        plain = nfs4.COMPOUND4args(TAG, 2, [nfs4.nfs_argop4(number, next(samples(arguments))), SENTINEL])
        for sample in samples(results):
            reply = nfs4.COMPOUND4res(nfs4.NFS4_OK, TAG, [nfs4.nfs_resop4(number, sample), SENTINEL_RESULT])
            self._reply(self._call(plain), reply)
            self._probe(("reply", name), reply, nfs4.OP_ACCESS, leaves(reply.XDR_TYPE, reply))

    def _callback(self, number: int, name: str) -> None:
        arguments = BASE_TABLES["nfs_cb_argop4"][number].type
        results = BASE_TABLES["nfs_cb_resop4"][number].type
        for sample in samples(arguments):
            call = nfs4.CB_COMPOUND4args(TAG, 2, 0x77, [nfs4.nfs_cb_argop4(number, sample), CB_SENTINEL])
            self._call(call, back=True)
            self._probe(("cb call", name), call, nfs4.OP_CB_RECALL, leaves(call.XDR_TYPE, call))
        first = next(samples(arguments))
        plain = nfs4.CB_COMPOUND4args(TAG, 2, 0x77, [nfs4.nfs_cb_argop4(number, first), CB_SENTINEL])
        for sample in samples(results):
            reply = nfs4.CB_COMPOUND4res(nfs4.NFS4_OK, TAG, [nfs4.nfs_cb_resop4(number, sample), CB_SENTINEL_RESULT])
            self._reply(self._call(plain, back=True), reply)
            self._probe(("cb reply", name), reply, nfs4.OP_CB_RECALL, leaves(reply.XDR_TYPE, reply))

    def _attribute(self, number: int) -> None:
        info = ATTRIBUTES[number]
        asked = nfs4.COMPOUND4args(
            TAG, 2, [nfs4.nfs_argop4(nfs4.OP_GETATTR, nfs4.GETATTR4args(bitmap(number))), SENTINEL]
        )
        for turn in range(2):
            value = Maker(turn, items=1).value(info.type)
            result = nfs4.GETATTR4res(nfs4.NFS4_OK, nfs4.GETATTR4resok(pack_fattr({number: value})))
            reply = nfs4.COMPOUND4res(nfs4.NFS4_OK, TAG, [nfs4.nfs_resop4(nfs4.OP_GETATTR, result), SENTINEL_RESULT])
            outer = leaves(reply.XDR_TYPE, reply)
            (opaque,) = (leaf for leaf in outer if leaf.path.endswith(".attr_vals"))
            inner = leaves(info.type, value, f"attribute {info.name}", opaque.offset)
            self._reply(self._call(asked), reply)
            kept = [leaf for leaf in outer if leaf is not opaque]
            self._probe(("attribute", info.name), reply, nfs4.OP_ACCESS, kept + inner)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dissection:
    version: str
    """Major and minor, of tshark."""
    probes: dict[tuple[str, str], list[Probe]]
    frames: list[Frame]


def read_pdml(text: str) -> list[Frame]:
    frames = []
    for packet in ET.fromstring(text).iter("packet"):
        fields: list[Field] = []
        found: dict[tuple[int, int], list[Field]] = {}
        for node in packet.iter("field"):
            name, at, size = node.get("name", ""), node.get("pos", ""), node.get("size", "")
            if at and size:
                fields.append(Field(name=name, at=int(at), size=int(size), show=node.get("show", "")))
                found.setdefault((int(at), int(size)), []).append(fields[-1])
        malformed = any(p.get("name") == "_ws.malformed" for p in packet.iter("proto"))
        size = next(int(f.show) for f in fields if f.name == "frame.len")
        frames.append(Frame(size=size, malformed=malformed, fields=fields, found=found))
    return frames


def version(tshark: str) -> str:
    """Major and minor version."""
    text = subprocess.run([tshark, "--version"], capture_output=True, text=True, check=True, timeout=20).stdout
    match = re.search(r"TShark \(Wireshark\) (\d+\.\d+)|TShark (\d+\.\d+)", text)
    assert match, text
    return match.group(1) or match.group(2)


@pytest.fixture(scope="module")
def dissection(tmp_path_factory: pytest.TempPathFactory) -> Dissection:
    tshark = needed("tshark", "tshark")
    plan = Plan()
    file: Path = tmp_path_factory.mktemp("capture") / "all.pcap"
    file.write_bytes(plan.capture.data)
    command = [tshark, "-n", "-r", str(file), "-T", "pdml"]
    result = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    frames = read_pdml(result.stdout)
    assert len(frames) == plan.frames
    probes: dict[tuple[str, str], list[Probe]] = defaultdict(list)
    for probe in plan.probes:
        probes[probe.group].append(probe)
    return Dissection(version=version(tshark), probes=probes, frames=frames)


def number_shown(show: str) -> int | None:
    """What a field says, if it says a number."""
    words = {"True": 1, "False": 0}
    if show in words:
        return words[show]
    try:
        return int(show, 0)
    except ValueError:
        return None


def agrees(leaf: Leaf, shown: list[str]) -> bool:
    """Whether fields at a leaf's very place say its number: one of them alone, or the parts of it together."""
    numbers = [number for number in map(number_shown, shown) if number is not None]
    width = (1 << 8 * leaf.size) - 1
    assert isinstance(leaf.value, int)
    whole = functools.reduce(operator.or_, numbers, 0)
    return bool(numbers) and leaf.value & width in {whole, *(number & width for number in numbers)}


def nothing_to_show(leaf: Leaf) -> bool:
    """tshark lists the bits of a bitmap that are set, and says nothing about a word without any."""
    return leaf.value == 0 and "mask[" in leaf.path


def problems(probe: Probe, frame: Frame) -> list[str]:
    """Where tshark and we disagree about one message."""
    found = []
    if any(leaf.path.endswith(end) for leaf in probe.leaves for end in STOPS_AT):
        return []
    operations = frame.operations()
    if frame.malformed or not operations or operations[-1] != probe.sentinel:
        found.append(f"frame {probe.frame}: malformed={frame.malformed}, operations {operations}")
    start = frame.size - probe.body
    for leaf in probe.leaves:
        if any(leaf.path == ".argarray[0]" + end or leaf.path == ".resarray[0]" + end for end in NOT_SHOWN):
            continue
        at = start + leaf.offset
        if isinstance(leaf.value, int):
            there = frame.found.get((at, leaf.size), [])
            shown = [field.show for field in there]
            name = NAMES.get(leaf.path.rpartition(".")[2])
            if name and probe.group[0] != "attribute" and name not in {field.name for field in there}:
                found.append(f"frame {probe.frame}: {leaf.path} is {[f.name for f in there]}, not {name}")
            if not agrees(leaf, shown) and not nothing_to_show(leaf):
                found.append(f"frame {probe.frame}: {leaf.path} = {leaf.value}, tshark shows {shown}")
        elif leaf.value and not any(
            f.at <= at and at + leaf.size <= f.at + f.size <= at + leaf.size + 4 for f in frame.fields
        ):
            found.append(f"frame {probe.frame}: {leaf.path}: no field of {leaf.size} bytes at {at}")
    return found


GROUPS = [
    *((direction, info.name) for info in OPERATIONS.values() for direction in ("call", "reply")),
    *((direction, info.name) for info in CALLBACKS.values() for direction in ("cb call", "cb reply")),
    *(("attribute", info.name) for info in ATTRIBUTES.values()),
]


def judged(dissection: Dissection, group: tuple[str, str]) -> list[str]:
    return [line for probe in dissection.probes[group] for line in problems(probe, dissection.frames[probe.frame - 1])]


@pytest.mark.parametrize("group", [group for group in GROUPS if group not in UNKNOWN], ids=" ".join)
def test_tshark_sees_what_was_packed(dissection: Dissection, group: tuple[str, str]) -> None:
    assert dissection.probes[group]
    assert judged(dissection, group) == []


@pytest.mark.parametrize("group", sorted(UNKNOWN), ids=" ".join)
def test_the_list_of_what_tshark_does_not_know_is_true(dissection: Dissection, group: tuple[str, str]) -> None:
    """An entry that is not needed hides an error."""
    if dissection.version != "4.0":
        pytest.skip(f"the list was made with tshark 4.0, this is {dissection.version}")
    assert judged(dissection, group)
