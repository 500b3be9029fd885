#!/bin/sh
# in-image.sh ROOT USER WRITABLE COMMAND …: runs a command as an engine runs it in a container, in mounts
# of its own. ROOT/app is the image's folder. The rest of the file system is this machine's /usr and
# /etc, with the Node and npm of NODE_FOLDER. Nothing can be written but WRITABLE, folders below ROOT.
set -eu
cd "$1"
user=$2
writable=$3
shift 3

mkdir -p app dev etc home/node node proc root tmp usr
for link in bin lib lib64 sbin; do [ -L "$link" ] || ln -s "usr/$link" "$link"; done
printf 'root:x:0:0::/root:/bin/sh\nnode:x:1000:1000::/home/node:/bin/sh\n' > passwd
printf 'root:x:0:\nnode:x:1000:\n' > group

mount --bind . .
cd "$PWD"
for folder in $writable; do mount --bind "$folder" "$folder"; done
mount -o remount,bind,ro .
mount_read_only() { mount --bind "$1" "$2" && mount -o remount,bind,ro "$2"; }
mount_read_only /usr usr
mount_read_only /etc etc
mount_read_only "$NODE_FOLDER" node
mount --bind passwd etc/passwd
mount --bind group etc/group
mount --rbind /dev dev
mount --bind /proc proc
if [ -n "${NPM_CACHE-}" ]; then mount --bind "$NPM_CACHE" root/.npm; fi

exec /usr/sbin/chroot . /usr/bin/setpriv --reuid "$user" --regid "$user" --clear-groups --no-new-privs \
  /usr/bin/env --chdir=/app --unset=NODE_FOLDER --unset=NPM_CACHE "$@"
