/* Tries one system call after another, each in a process of its own, and prints for each whether it was granted. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/personality.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static long try_mount(void) { return mount("none", "/tmp", "tmpfs", 0, NULL); }
static long try_bind(void) { return mount("/usr", "/tmp", NULL, MS_BIND, NULL); }
static long try_remount(void) { return mount(NULL, "/", NULL, MS_REMOUNT | MS_BIND, NULL); }
static long try_umount(void) { return umount2("/proc", MNT_DETACH); }
static long try_fsopen(void) { return syscall(430, "tmpfs", 0); }
static long try_open_tree(void) { return syscall(428, AT_FDCWD, "/", 1); }
static long try_chroot(void) { return chroot("/tmp"); }
static long try_pivot_root(void) { return syscall(SYS_pivot_root, "/tmp", "/tmp"); }
static long try_unshare_user(void) { return unshare(CLONE_NEWUSER); }
static long try_unshare_net(void) { return unshare(CLONE_NEWNET); }
static long try_clone_user(void) { return syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, 0, 0, 0, 0); }
static long try_clone3_user(void) {
  struct clone_args args;
  memset(&args, 0, sizeof args);
  args.flags = CLONE_NEWUSER;
  args.exit_signal = SIGCHLD;
  return syscall(435, &args, sizeof args);
}
static long try_ptrace(void) {
  pid_t child = fork();
  if (child == 0) { sleep(5); _exit(0); }
  long got = ptrace(PTRACE_SEIZE, child, 0, 0);
  int error = errno;
  kill(child, SIGKILL);
  errno = error;
  return got;
}
static long try_traceme(void) { return ptrace(PTRACE_TRACEME, 0, 0, 0); }
static long try_add_key(void) { return syscall(SYS_add_key, "user", "reprove", "x", 1, -1 /* thread keyring */); }
static long try_keyctl(void) { return syscall(SYS_keyctl, 0 /* GET_KEYRING_ID */, -3 /* session */, 1); }
static long try_bpf(void) { char attribute[64] = {0}; attribute[0] = 2; attribute[4] = 4; attribute[8] = 8; attribute[12] = 1; return syscall(SYS_bpf, 0, attribute, 64); }
static long try_perf(void) { uint32_t attribute[32] = {1, 128}; return syscall(SYS_perf_event_open, attribute, 0, -1, -1, 0); }
static long try_userfaultfd(void) { return syscall(SYS_userfaultfd, 1); }
static long try_io_uring(void) { char parameters[256] = {0}; return syscall(425, 4, parameters); }
static long try_handle(void) { char handle[136] = {128}; int id; return syscall(SYS_name_to_handle_at, AT_FDCWD, "/usr", handle, &id, 0); }
static long try_packet(void) { return socket(17, SOCK_RAW, 0); }
static long try_alg(void) { return socket(38, SOCK_SEQPACKET, 0); }
static long try_vsock(void) { return socket(40, SOCK_STREAM, 0); }
static long try_raw(void) { return socket(AF_INET, SOCK_RAW, 1); }
static long try_netlink_audit(void) { return socket(16, SOCK_RAW, 9); }
static long try_personality(void) { return personality(ADDR_NO_RANDOMIZE); }
static long try_become_root(void) { return setuid(0); }
static long try_hostname(void) { return sethostname("escaped", 7); }
static long try_priority(void) { return setpriority(PRIO_PROCESS, 0, -20); }
static long try_files_limit(void) { struct rlimit l = {1 << 30, 1 << 30}; return setrlimit(RLIMIT_NOFILE, &l); }
static long try_core_limit(void) { struct rlimit l = {RLIM_INFINITY, RLIM_INFINITY}; return setrlimit(RLIMIT_CORE, &l); }
static long try_size_limit(void) { struct rlimit l = {RLIM_INFINITY, RLIM_INFINITY}; return setrlimit(RLIMIT_FSIZE, &l); }
static long try_cpu_limit(void) { struct rlimit l = {RLIM_INFINITY, RLIM_INFINITY}; return setrlimit(RLIMIT_CPU, &l); }

#define CALL(name) { #name, try_##name }
static const struct { const char *name; long (*call)(void); } calls[] = {
  CALL(mount), CALL(bind), CALL(remount), CALL(umount), CALL(fsopen), CALL(open_tree), CALL(chroot),
  CALL(pivot_root), CALL(unshare_user), CALL(unshare_net), CALL(clone_user), CALL(clone3_user), CALL(ptrace),
  CALL(traceme), CALL(add_key), CALL(keyctl), CALL(bpf), CALL(perf), CALL(userfaultfd), CALL(io_uring),
  CALL(handle), CALL(packet), CALL(alg), CALL(vsock), CALL(raw), CALL(netlink_audit), CALL(personality),
  CALL(become_root), CALL(hostname), CALL(priority), CALL(files_limit), CALL(core_limit), CALL(size_limit),
  CALL(cpu_limit),
};

int main(int count, char **names) {
  for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
    int wanted = count == 1;
    for (int n = 1; n < count; n++) wanted |= strcmp(names[n], calls[i].name) == 0;
    if (!wanted) continue;
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
      errno = 0;
      long got = calls[i].call();
      if (got < 0) printf("%s refused %d\n", calls[i].name, errno);
      else printf("%s granted\n", calls[i].name);
      fflush(stdout);
      _exit(0);
    }
    waitpid(child, NULL, 0);
  }
  return 0;
}
