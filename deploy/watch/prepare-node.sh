#!/bin/sh
# usage: prepare-node.sh [LOG_FILE [STATE_DIR [ID]]], as root, once on every control-plane node.
# Lets user and group ID (65532) read kube-apiserver's audit log and keep state. It changes the group and
# the mode of the log's folder and files, nothing else. Running it again does no harm.
#
# kube-apiserver creates the log with mode 0600 where there is none. Where there is one it keeps owner and
# mode, through every rotation too: so one must be there before it starts. An ACL would not do: mode 0600
# becomes the mask of a default ACL and takes its entries back.
set -eu
log=${1:-/var/log/kubernetes/audit/audit.log}
state=${2:-/var/lib/satrap}
id=${3:-65532}
dir=$(dirname "$log")

fail() {
  echo "prepare-node.sh: $1" >&2
  exit 1
}

case $log in /*) ;; *) fail "$log is not an absolute path" ;; esac
case $dir in
  / | /etc | /home | /opt | /root | /run | /srv | /tmp | /var | /var/lib | /var/log | /var/tmp)
    fail "$dir is shared with others: give the audit log a folder of its own" ;;
esac

(umask 022 && mkdir -p "$dir" "$state")
chgrp "$id" "$dir"
# With the set-group-ID bit new files have the group from the start, and kube-apiserver needs no
# capability to give it to them.
chmod 2750 "$dir"
# noclobber: kube-apiserver may be writing.
[ -e "$log" ] || (umask 077 && set -C && : > "$log") || [ -e "$log" ]
base=$(basename "$log")
find "$dir" -maxdepth 1 -type f -name "${base%.*}*" -exec chgrp "$id" {} + -exec chmod 0640 {} +
chown "$id:$id" "$state"
chmod 0700 "$state"

# Is it enough? A folder further up may be closed.
if [ "$(id -u)" = 0 ] && command -v setpriv >/dev/null; then
  setpriv --reuid "$id" --regid "$id" --clear-groups test -r "$log" ||
    echo "prepare-node.sh: a pod with this folder mounted can read $log; on the node itself $id can't: open a folder above it (chmod o+x)" >&2
fi
echo "prepare-node.sh: $id can read $log and what it is rotated to, and owns $state"
