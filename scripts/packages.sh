#!/usr/bin/env bash
# Brings the Debian packages that the lanes need, if any is missing. Works as root or by sudo.
set -euo pipefail

packages=(
    make gcc git ca-certificates python3 python3-venv
    rpcsvc-proto libtirpc-dev          # rpcgen: the wire is compared with what the C tools make of it
    tshark nftables iproute2           # a second opinion on our bytes; partitions and namespaces
    nfs-ganesha nfs-ganesha-vfs nfs-ganesha-mem nfs-ganesha-proxy-v4
    openssh-server openssh-client      # hosts of a lab that is played in namespaces
    qemu-system-x86 e2fsprogs kmod debian-archive-keyring                  # Linux kernels: machines, disks, modules
    nfs-kernel-server nfs-common busybox-static dropbear-bin               # and what runs in them
)

missing=()
for package in "${packages[@]}"; do
    [[ $(dpkg-query -W -f '${Status}' "$package" 2>/dev/null) == "install ok installed" ]] || missing+=("$package")
done
if ((${#missing[@]} == 0)); then
    echo "all ${#packages[@]} packages are here"
    exit 0
fi

echo "installing: ${missing[*]}"
as_root=()
((EUID == 0)) || as_root=(sudo -n)
as_root+=(env DEBIAN_FRONTEND=noninteractive)

# Several of them are servers. They are here to be started by tests, in a place of their own: none is started as a
# service of this machine (knfsd would take its port 2049).
policy=/usr/sbin/policy-rc.d
if [[ ! -e $policy ]]; then
    trap '"${as_root[@]}" rm -f "$policy"' EXIT
    printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" install -m 755 /dev/stdin "$policy"
fi

# Old lists may still do: what counts is whether the packages come.
patient=(-o DPkg::Lock::Timeout=120 -o Acquire::Retries=3)
"${as_root[@]}" apt-get "${patient[@]}" update -q || echo "apt-get update failed; going on with the lists that are here"
"${as_root[@]}" apt-get "${patient[@]}" install -y -q --no-install-recommends "${missing[@]}"
