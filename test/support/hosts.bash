# SPDX-License-Identifier: BSL-1.0
#
# For `source`: hosts on this machine, host1 and host2, or as many as $host_count says. They are network
# namespaces with names and addresses of their own, and nothing but TCP between any two ranks; what is
# plugged into the switch are to1 and to2. All of it ends with the script, and no process outside sees
# it. It needs root and iproute2. Where $delay is the words of ../wire/switch.cpp and its delay, that is
# the switch. $own_namespaces are further ones that the script is to be in, as options of unshare.

host_count=${host_count:-2}

skip() {
  echo "${0##*/}: skipped: $1."
  exit "${skipped:-77}"
}

# enter_hosts "$@": starts the script again, with its arguments, where there are hosts; its second turn
# goes on behind it. $mpiexec is MPICH's then, or Open MPI's.
enter_hosts() {
  if [[ ${DLP_TEST_HOSTS-} ]]; then
    hosts=$DLP_TEST_HOSTS
    make_hosts 2>"$hosts/why" || skip "no hosts can be made: $(head -1 "$hosts/why")"
    return
  fi
  [[ $(type -P ip) && $(type -P unshare) && $(type -P setpriv) ]] ||
    skip "it needs iproute2, unshare and setpriv"
  unshare --mount --net --uts true 2>/dev/null || skip "only root can make hosts"
  mpiexec=${DLP_MPIEXEC:-$(type -P mpiexec.mpich || echo mpiexec)}
  [[ $("$mpiexec" --version 2>/dev/null) == *@(HYDRA|OpenRTE)* ]] ||
    skip "$mpiexec is neither MPICH's nor Open MPI's"
  hosts=$(mktemp -d)
  export DLP_TEST_HOSTS=$hosts mpiexec
  trap 'rm -rf "$hosts"' EXIT
  local code=0
  setpriv --pdeathsig KILL unshare --mount --net "${own_namespaces[@]}" "$0" "$@" || code=$?
  exit "$code"
}

make_hosts() {
  local i
  mkdir -p /run/netns && mount -t tmpfs tmpfs /run/netns && ip link set lo up || return
  for ((i = 1; i <= host_count; ++i)); do ip netns add "host$i" || return; done
  if [[ ${delay-} ]]; then plug_in_far; else plug_in; fi || return
  ip addr add 10.9.0.1/24 dev hosts && ip link set hosts up || return
  for ((i = 1; i <= host_count; ++i)); do
    ip -n "host$i" addr add "10.9.0.1$i/24" dev eth0 && ip -n "host$i" link set eth0 up &&
      ip -n "host$i" link set lo up || return
  done
}

plug_in() {
  ip link add hosts type bridge || return
  local i
  for ((i = 1; i <= host_count; ++i)); do
    ip link add "to$i" type veth peer name eth0 netns "host$i" &&
      ip link set "to$i" master hosts up || return
  done
}

plug_in_far() {
  coproc wire { exec "${delay[@]}" host1 host2 2>&1; }
  local said
  read -r said <&"${wire[0]}"
  [[ $said == up ]] || { echo "$said" >&2; return 1; }
}

# command_on_hosts: makes $hosts/on-host, which mpiexec calls with a host and a command for that.
command_on_hosts() {
  cat >"$hosts/on-host" <<'END'
#!/usr/bin/env bash
[[ $1 != -x ]] || shift
host=$1
shift
exec ip netns exec "$host" unshare --uts bash -c 'hostname "$0"; eval "$@"' "$host" "$@"
END
  chmod +x "$hosts/on-host"
}

# mpiexec_over_hosts RANKS MPIEXEC: makes $hosts/mpiexec, which starts so many ranks, half of them on
# each of two hosts, as MPIEXEC does it.
mpiexec_over_hosts() {
  local half=$((($1 + 1) / 2))
  command_on_hosts
  export UCX_TLS=tcp,self UCX_NET_DEVICES=eth0
  export OMPI_MCA_plm_rsh_agent=$hosts/on-host OMPI_MCA_btl=tcp,self
  export OMPI_MCA_{btl,oob}_tcp_if_include=10.9.0.0/24
  local all=(-launcher rsh -launcher-exec "$hosts/on-host" -iface hosts -hosts "host1:$half,host2:$half")
  [[ $("$mpiexec" --version) == *HYDRA* ]] || all=(--host "host1:$half,host2:$half")
  printf '#!/usr/bin/env bash\nexec "%s" %s "$@"\n' "$2" "${all[*]}" >"$hosts/mpiexec"
  chmod +x "$hosts/mpiexec"
}
