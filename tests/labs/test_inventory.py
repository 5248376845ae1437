"""An inventory is read strictly: whatever is wrong is named, with its key; and what it says reaches no shell."""

from __future__ import annotations

import shlex
import subprocess
from pathlib import Path
from typing import Any

import pytest

from regrace.fixtures.labs.inventory import read_inventory
from regrace.fixtures.labs.orders import orders_for, program
from regrace.harness.rig.dialects import made
from regrace.harness.rig.node import RigError, RigLacks

GOOD = """
[lab]
switch_s = 30
[rigs.a.origin]
ssh = "o"
nfs = "127.0.0.1:20491"
path = "/a/b"
dialect = "knfsd-systemd"
claims = ["locks"]
[rigs.a.reexport]
ssh = "r"
nfs = "[::1]"
dialect = "command"
"""
COMMANDS = """
commands.marker = ["may", "break"]
commands.boot_identity = ["boot"]
commands.arm = ["reset", "in", "{switch_s}"]
commands.heal = ["reset"]
commands.drops = ["count"]
commands.partition = ["drop", "{peer_host}", "{peer_port}"]
"""


def read(folder: Path, text: str) -> Any:
    """The inventory of that text."""
    file = folder / "lab.toml"
    file.write_text(text)
    return read_inventory(file)


def test_what_it_says_and_what_goes_without_saying(tmp_path: Path) -> None:
    (rig,) = read(tmp_path, GOOD + COMMANDS).rigs
    assert rig.origin.nfs == rig.origin.peer == ("127.0.0.1", 20491)
    assert rig.reexport.nfs == ("::1", 2049)
    assert (rig.origin.path, rig.origin.workdir, rig.origin.switch_s) == (("a", "b"), (), 30)
    assert (rig.origin.service, rig.origin.reboot, rig.origin.reboot_s) == ("nfs-server.service", "host", 300)
    assert rig.origin.marker.startswith("/etc/")


WRONG = [
    ("dialect = \"command\"", "dialect = \"sysv\"", "rigs.a.reexport.dialect is 'sysv'; there are"),
    ("switch_s = 30", "switch_s = 1", "switch_s is 1"),
    ("switch_s = 30", 'switch_s = "30"', "lab.switch_s has to be a whole number"),
    ('ssh = "o"', "", "rigs.a.origin does not say 'ssh'"),
    ('ssh = "o"', 'shh = "o"', "does not know 'shh' (did you mean 'ssh'?); it knows"),
    ("127.0.0.1:20491", "127.0.0.1:99999", "there is no port 99999"),
    ("127.0.0.1:20491", "no.such.host.invalid", "can't be resolved"),
    ('path = "/a/b"', 'reboot = "service"', "threads of the kernel"),
    ('path = "/a/b"', 'marker = "here"', "absolute path"),
    ('path = "/a/b"', 'service = "a b; reboot"', "no name of a systemd unit"),
    ("[rigs.a.reexport]", "[rigs.b.reexport]", "rigs.a has no reexport"),
    ('commands.boot_identity = ["boot"]', "", "does not say `boot_identity`"),
    ('commands.marker = ["may", "break"]', "", "no `marker`"),
    ('commands.arm = ["reset", "in", "{switch_s}"]', "", "needs a dead man's switch"),
    ('commands.drops = ["count"]', "", "says 'partition' and not 'drops'"),
    ('commands.drops = ["count"]', "commands.drops = []", "commands.drops has no words"),
    ('commands.drops = ["count"]', 'commands.explode = ["x"]', "does not know 'explode'"),
    ("[lab]", "[lab", "can't be read"),
    ('dialect = "command"', 'dialct = "command"', "(did you mean 'dialect'?)"),
    ('claims = ["locks"]', 'claims = ["lock"]', "claims has 'lock'; what can be claimed is courtesy"),
    ('path = "/a/b"', "minor_versions = [0, 1]", "minor_versions is [0, 1]; the suite speaks 1 and 2"),
    ('path = "/a/b"', "uid = -1", "uid is -1; it goes from 0 to"),
    ('ssh = "o"', 'ssh = "o:2222"', 'say ssh = "o", and ssh_port = 2222'),
    ('nfs = "[::1]"', 'nfs = "127.0.0.1:20491"', "rigs.a.reexport and rigs.a.origin are one server"),
    ("rigs.a.", "rigs.'a b'.", "a rig can't be called 'a b'"),
]


@pytest.mark.parametrize(("old", "new", "said"), WRONG, ids=[said for _, _, said in WRONG])
def test_what_is_wrong_is_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    text = GOOD + COMMANDS
    assert old in text
    with pytest.raises(RigError) as refused:
        read(tmp_path, text.replace(old, new))
    assert said in str(refused.value)


def test_a_rig_of_two_appliances_needs_a_lease(tmp_path: Path) -> None:
    text = GOOD.replace("knfsd-systemd", "command").replace('claims = ["locks"]', COMMANDS) + COMMANDS
    with pytest.raises(RigError, match="neither node can hold a lease"):
        read(tmp_path, text)
    read(tmp_path, text + 'commands.claim = ["lease"]\n')


def test_an_appliance_is_asked_for_its_marker_and_armed_first(tmp_path: Path) -> None:
    (rig,) = read(tmp_path, GOOD + COMMANDS).rigs
    dialect = made("command", orders_for(rig, rig.reexport, "run"))
    assert dialect.command("partition", peer="origin") == "drop 127.0.0.1 20491"
    assert dialect.before["partition"] == ("marker", "arm")
    assert dialect.command("arm") == "reset in 30"
    assert dialect.verbs({}) >= {"partition", "heal"}
    with pytest.raises(RigLacks, match="reboot"):
        dialect.command("reboot")
    assert dialect.read("drops", "dropped 3 of\n 17 packets: 3") == {"drops": 3}
    assert dialect.read("boot_identity", " \n") == {"identity": None}


def test_nothing_of_an_inventory_is_evaluated_by_a_shell(tmp_path: Path) -> None:
    """A marker and a folder with everything in their names that a shell would stumble over."""
    trap = tmp_path / "sprung"
    evil = f"{tmp_path}/$(touch {trap.name}); touch '{trap.name}' `touch {trap.name}` {{peer}} \\\\ * \\\" x"
    text = GOOD.replace('path = "/a/b"', f'marker = "{evil}"\nfolder = "{tmp_path}/a folder; touch {trap.name}"')
    (rig,) = read(tmp_path, text + COMMANDS).rigs
    dialect = made("knfsd-systemd", orders_for(rig, rig.origin, "run"))
    for verb in ("ping", "boot_identity", "pause"):
        command = dialect.command(verb)
        argv = ["sh", "-c", command]
        done = subprocess.run(argv, cwd=tmp_path, capture_output=True, text=True, timeout=20, check=False)
        if verb == "ping":
            assert dialect.read(verb, done.stdout)["marker"] is False
    assert "no marker file" in done.stderr
    assert not trap.exists()
    assert shlex.split(command)[-1] == "pause"


def test_the_program_of_a_host_has_no_place_to_fill_in() -> None:
    assert "{peer}" not in program()
    subprocess.run(["sh", "-n"], input=program(), text=True, check=True)
