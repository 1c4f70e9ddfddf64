"""Steps: what is done to a root beside installing packages, and how a disk is filled with it, in the shell's words."""

from __future__ import annotations

UID = 1000
HOME = "/home/user"

PEOPLE = f"""
echo user:x:{UID}:{UID}:User:{HOME}:/bin/sh >>"$1/etc/passwd"
echo user:x:{UID}: >>"$1/etc/group"
mkdir -p "$1{HOME}/Documents"
chown -R {UID}:{UID} "$1{HOME}"
rm -f "$1/etc/apt/apt.conf.d/99mmdebstrap" "$1/etc/resolv.conf"
"""
BOOTABLE = """
chroot "$1" sh -c 'mktirfs -M no -m no --include-modules=virtio_pci,virtio_blk,ext4,crc32c_generic \\
    -o /boot/initrd.gz "$(ls /lib/modules)" && cp /boot/vmlinuz-* /boot/linux'
"""
FILL_DISK = """
set -e
mkdir "$1"
tar -x -f "$2" -C "$1" --numeric-owner
mkdir -p "$1/dev"
mke2fs -q -t ext4 -O ^has_journal,^metadata_csum,^resize_inode -m 0 -E lazy_itable_init=1,root_owner=0:0 -d "$1" "$3" "$4"
rm -rf "$1"
"""
"""Without a journal what is written is where it belongs at once, for whoever reads the disk from outside."""

ALL = (PEOPLE, BOOTABLE, FILL_DISK)
