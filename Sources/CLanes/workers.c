#define _GNU_SOURCE
#include "CLanes.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <time.h>

// Parts of one piece of work are numbered from 0. Its caller begins with part 0; the others are taken from the last down by whoever comes first,
// the caller too, so that it waits for no helper that has not begun: one that sleeps, that got no processor, or that a fork left behind.
static struct {
  _Alignas(64) atomic_int waiting;   // parts that nobody has begun; its value is the number of the next
  _Alignas(64) atomic_int undone;    // parts but the first that are not done
  _Alignas(64) atomic_int sleepers;  // helpers that sleep
  atomic_int caller_sleeps;
  atomic_flag is_busy;
  int helpers;                       // threads that were started; only who holds `is_busy` reads or writes it
  void (*body)(void *, int);         // these two are written while no part is waiting, and read by who has taken one
  void *work;
} shared = {.is_busy = ATOMIC_FLAG_INIT};

#if defined(__linux__)
#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

// Sleeps unless the word has another value; may return at any time.
static void sleep_while(atomic_int *word, int value) { syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, value, NULL, NULL, 0); }

static void wake(atomic_int *word, int count) { syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, count, NULL, NULL, 0); }
#else
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;

static void sleep_while(atomic_int *word, int value) {
  pthread_mutex_lock(&mutex);
  if (atomic_load(word) == value) pthread_cond_wait(&changed, &mutex);
  pthread_mutex_unlock(&mutex);
}

static void wake(atomic_int *word, int count) {
  (void)word, (void)count;
  pthread_mutex_lock(&mutex);
  pthread_cond_broadcast(&changed);
  pthread_mutex_unlock(&mutex);
}
#endif

static inline void pause_a_little(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

// How long a thread looks for what it waits for before it sleeps, in nanoseconds: longer than between two pieces of work that follow each other,
// and little beside what waking costs.
enum { patience = 100 * 1000 };

static long long now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000000000LL + time.tv_nsec;
}

// Looks until the word is nought, or is not, as `wants_nought` says; 0 if it lost patience.
static int look(atomic_int *word, int wants_nought) {
  long long end = now() + patience;
  do {
    for (int i = 0; i < 32; i++) {
      if ((atomic_load(word) == 0) == wants_nought) return 1;
      pause_a_little();
    }
  } while (now() < end);
  return 0;
}

// Does parts while there are any that nobody has begun.
static void help(void) {
  int part = atomic_load(&shared.waiting);
  while (part > 0) {
    if (!atomic_compare_exchange_weak(&shared.waiting, &part, part - 1)) continue;
    shared.body(shared.work, part);
    if (atomic_fetch_sub(&shared.undone, 1) == 1 && atomic_load(&shared.caller_sleeps)) wake(&shared.undone, 1);
    part = atomic_load(&shared.waiting);
  }
}

static void *helper(void *nothing) {
  for (;;) {
    if (!look(&shared.waiting, 0)) {
      atomic_fetch_add(&shared.sleepers, 1);
      sleep_while(&shared.waiting, 0);
      atomic_fetch_sub(&shared.sleepers, 1);
    }
    help();
  }
  return nothing;
}

// Starts helpers until there are so many; those that cannot be started are done without. Signals are for other threads, but for those of a crash.
static void start_helpers(int count) {
  sigset_t blocked, before;
  const int crashes[] = {SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV, SIGSYS};
  sigfillset(&blocked);
  for (unsigned i = 0; i < sizeof crashes / sizeof *crashes; i++) sigdelset(&blocked, crashes[i]);
  pthread_sigmask(SIG_SETMASK, &blocked, &before);
  for (; shared.helpers < count; shared.helpers++) {
    pthread_t thread;
    if (pthread_create(&thread, NULL, helper, NULL) == 0) pthread_detach(thread);
  }
  pthread_sigmask(SIG_SETMASK, &before, NULL);
}

void cl_divide(int parts, void (*body)(void *, int), void *work) {
  if (parts < 2 || atomic_flag_test_and_set(&shared.is_busy)) {
    for (int part = 0; part < parts; part++) body(work, part);
    return;
  }
  if (shared.helpers < parts - 1) start_helpers(parts - 1);
  shared.body = body;
  shared.work = work;
  atomic_store(&shared.undone, parts - 1);
  atomic_store(&shared.waiting, parts - 1);
  if (atomic_load(&shared.sleepers) > 0) wake(&shared.waiting, parts - 1);
  body(work, 0);
  help();
  if (!look(&shared.undone, 1)) {
    atomic_store(&shared.caller_sleeps, 1);
    for (int left; (left = atomic_load(&shared.undone)) > 0;) sleep_while(&shared.undone, left);
    atomic_store(&shared.caller_sleeps, 0);
  }
  atomic_flag_clear(&shared.is_busy);
}

int cl_processors(void) {
  cpu_set_t set;
  return sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
}
