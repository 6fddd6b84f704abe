# SPDX-License-Identifier: BSL-1.0
#
# For `source`: a Debian of its own in a folder, which is made by debootstrap, once, and kept in $roots.
# That needs root. What runs in it sees its own processes, its own /tmp and /dev/shm, and of this
# machine the devices, what $shared names, at the same paths, and $variables. All processes in it end
# with the script.

roots=${DLP_TEST_ROOTS:-$build/roots}
shared=() variables=()

# inside COMMAND: bash's, in the folder $root.
inside() {
  unshare --mount --pid --fork --kill-child bash -euc '
    root=$1 command=$2 count=$3
    mount --make-rprivate / && mount -t proc proc "$root/proc"
    for folder in dev sys; do mount --rbind "/$folder" "$root/$folder"; done
    mount -t tmpfs tmpfs "$root/dev/shm"
    for path in "${@:4:count}"; do
      if [[ -d $path ]]; then mkdir -p "$root$path"
      else mkdir -p "$root${path%/*}" && touch "$root$path"; fi
      mount --bind "$path" "$root$path"
    done
    exec env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root \
      LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive "${@:4+count}" chroot "$root" bash -euc "$command"
  ' inside "$root" "$1" "${#shared[@]}" "${shared[@]}" "${variables[@]}" </dev/null
}

# have_root NAME RELEASE PACKAGES...: sets $root to the one of that name, which is made where it is
# not there, from the mirror of this machine; else it says in $why what is in the way: 77 where it
# cannot be made here, 1 where that failed.
have_root() {
  root=$roots/$1
  type -P debootstrap >/dev/null || { why="a root is made by debootstrap"; return 77; }
  unshare --mount --pid --fork true 2>/dev/null || { why="only root can make one"; return 77; }
  mkdir -p "$roots"
  [[ -e $root/made ]] || make_root "${@:2}" >"$roots/$1.log" 2>&1 ||
    { why="debootstrap: $(tail -n 5 "$roots/$1.log")"; return 1; }
}

# What a root that was left half made has, is taken away: nothing is mounted in it any more.
make_root() {
  local mirror
  mirror=$(sed -nE 's/^(deb( \[.*\])?|URIs:) +([^ ]*debian\/?)( .*)?$/\3/p' \
    /etc/apt/sources.list /etc/apt/sources.list.d/*.{list,sources} 2>/dev/null | sed -n 1p)
  rm -rf --one-file-system "$root" &&
    debootstrap --variant=minbase "$1" "$root" ${mirror:+"$mirror"} &&    # else its own
    inside "apt-get update && apt-get install -y --no-install-recommends ${*:2}" &&
    touch "$root/made"
}
