#!/usr/bin/env bash
# Brings the Debian packages that the lanes need, if any is missing. Works as root or by sudo.
set -euo pipefail

packages=(
    make gcc git ca-certificates python3 python3-venv
    rpcsvc-proto libtirpc-dev          # rpcgen: the wire is compared with what the C tools make of it
    tshark nftables iproute2           # a second opinion on our bytes; partitions and namespaces
    nfs-ganesha nfs-ganesha-vfs nfs-ganesha-mem nfs-ganesha-proxy-v4
    openssh-server openssh-client      # hosts of a lab that is played in namespaces
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
# Old lists may still do: what counts is whether the packages come.
"${as_root[@]}" apt-get update -q || echo "apt-get update failed; going on with the lists that are here"
"${as_root[@]}" apt-get install -y -q --no-install-recommends "${missing[@]}"
