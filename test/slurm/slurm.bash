# SPDX-License-Identifier: BSL-1.0
#
# For `source`: a Slurm with the nodes host1 to host4, which are the hosts of ../support/hosts.bash and
# say that they have 16 CPUs each. Its key, ports, files and processes are its own, and end with the
# script; the machine's Slurm, where it has one, is not touched.

host_count=4
own_namespaces=(--uts --pid --fork --kill-child --mount-proc)
source "$(dirname "${BASH_SOURCE[0]}")/../support/hosts.bash"

# enter_slurm "$@": starts the script again, with its arguments, where there is a Slurm.
enter_slurm() {
  local one
  for one in munged slurmctld slurmd srun sbatch; do
    [[ $(PATH=$PATH:/usr/sbin type -P "$one") ]] ||
      skip "it needs $one of Slurm, which tools/setup --places installs"
  done
  getent passwd munge >/dev/null || skip "there is no user munge, which munged runs as"
  enter_hosts "$@"
  PATH=$PATH:/usr/sbin
  export UCX_TLS=tcp,self UCX_NET_DEVICES=eth0 SLURM_CONF=$hosts/slurm.conf
  hostname controller
  local i
  for ((i = 1; i <= host_count; ++i)); do echo "10.9.0.1$i host$i"; done >"$hosts/names"
  { cat /etc/hosts; echo "10.9.0.1 controller"; cat "$hosts/names"; } >"$hosts/etc"
  mount --bind "$hosts/etc" /etc/hosts
  chmod 755 "$hosts"
  start_munge && start_slurm || skip "Slurm does not start: $(tail -n 1 "$hosts"/log/*)"
}

start_munge() {
  local m=$hosts/munge
  mkdir "$m" && head -c 1024 /dev/urandom >"$m/key" && chmod 600 "$m/key" &&
    chown -R munge: "$m" || return
  setpriv --reuid munge --regid munge --clear-groups munged --key-file="$m/key" \
    --socket="$m/socket" --pid-file="$m/pid" --log-file="$m/log" --seed-file="$m/seed"
}

start_slurm() {
  local i node
  mkdir "$hosts"/{state,log}
  cat >"$SLURM_CONF" <<END
ClusterName=test
SlurmctldHost=controller(10.9.0.1)
SlurmUser=root
AuthType=auth/munge
CredType=cred/munge
AuthInfo=socket=$hosts/munge/socket,cred_expire=5
MpiDefault=none
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerParameters=batch_sched_delay=0,sched_interval=1
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SlurmdParameters=config_overrides
ReturnToService=2
KillWait=5
SlurmdTimeout=10
TreeWidth=16
SlurmctldPidFile=$hosts/slurmctld.pid
SlurmdPidFile=$hosts/slurmd.%n.pid
StateSaveLocation=$hosts/state
SlurmdSpoolDir=$hosts/spool.%n
SlurmctldLogFile=$hosts/log/slurmctld
SlurmdLogFile=$hosts/log/slurmd.%n
NodeName=host[1-$host_count] CPUs=16 State=UNKNOWN
PartitionName=all Nodes=host[1-$host_count] Default=YES MaxTime=INFINITE State=UP
END
  slurmctld -i || return
  for ((i = 1; i <= host_count; ++i)); do
    # Not by `ip netns exec`, which hides the cgroups that slurmd looks at.
    mkdir "$hosts/spool.host$i" && nsenter --net="/run/netns/host$i" unshare --uts \
      bash -c 'hostname "$0"; exec slurmd -N "$0"' "host$i" || return
  done
  for ((i = 0; i != 100; ++i)); do
    [[ $(sinfo --noheader --format=%T) != idle ]] || return 0
    sleep 0.1
  done
  echo "its nodes are not idle" >>"$hosts/log/slurmctld"
  return 1
}
