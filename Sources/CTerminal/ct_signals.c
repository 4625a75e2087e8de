#define _GNU_SOURCE
#include "CTerminal.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// After these the program ends at once: the terminal is put back, then the signal takes its usual course.
static const int crashes[] = {SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV, SIGSYS, SIGQUIT};
// These ask for something and first reach the program.
static const int requests[] = {SIGINT, SIGTERM, SIGHUP, SIGWINCH, SIGCONT, SIGTSTP};
#define SPARE (64 * 1024)
#define COUNT(array) (sizeof(array) / sizeof *(array))

static struct sigaction earlier[NSIG];
static int channel[2] = {-1, -1};
static atomic_int asked;   // INT, TERM or HUP not yet answered
static atomic_int ending;  // the TERM or HUP that set the alarm

// The signal takes its usual course, so the exit status and the core file are true. A handler that was there before is the
// Swift runtime's backtracer; it would take the terminal again and wait half a minute for keys.
static void die(int number) {
  struct sigaction usual = {.sa_handler = SIG_DFL};
  ct_restore();
  sigaction(number, &usual, NULL);
  raise(number);
}

static void on_crash(int number) { die(number); }

static void on_request(int number) {
  int saved_errno = errno;
  char byte = number == SIGWINCH ? 'W' : number == SIGCONT ? 'C' : number == SIGTSTP ? 'Z'
            : number == SIGINT ? 'I' : number == SIGTERM ? 'T' : 'H';
  if (number == SIGINT || number == SIGTERM || number == SIGHUP) {
    // A second request means that nobody answered the first.
    if (atomic_fetch_add(&asked, 1) > 0) {
      die(number);
      return;
    }
    if (number != SIGINT) {
      atomic_store(&ending, number);
      alarm(1);
    }
  }
  if (write(channel[1], &byte, 1) < 0 && errno != EAGAIN) ct_restore();
  errno = saved_errno;
}

static void on_alarm(int number) {
  (void)number;
  die(atomic_load(&ending) ? atomic_load(&ending) : SIGTERM);
}

static void install(int number, void (*handler)(int), int flags) {
  struct sigaction action = {.sa_handler = handler, .sa_flags = flags};
  sigemptyset(&action.sa_mask);
  sigaction(number, &action, &earlier[number]);
}

void ct_guard_thread(void) {
  static _Thread_local int guarded;
  if (guarded) return;
  guarded = 1;
  // Never freed: a thread that ends may still be in a handler, and there are only as many as processors.
  stack_t stack = {.ss_sp = malloc(SPARE), .ss_size = SPARE};
  if (stack.ss_sp) sigaltstack(&stack, NULL);
}

int ct_signals_install(void) {
  // The pipe outlives `ct_signals_remove`, since a source may still listen to it; it is used again.
  if (channel[0] < 0 && pipe2(channel, O_NONBLOCK | O_CLOEXEC) != 0) return -1;
  ct_guard_thread();
  for (size_t i = 0; i < COUNT(crashes); i++) install(crashes[i], on_crash, SA_ONSTACK);
  for (size_t i = 0; i < COUNT(requests); i++) install(requests[i], on_request, SA_RESTART | SA_ONSTACK);
  install(SIGALRM, on_alarm, SA_ONSTACK);
  install(SIGPIPE, SIG_IGN, 0);
  return channel[0];
}

void ct_signals_taken(void) { atomic_store(&asked, 0); }

void ct_stop(void) {
  struct sigaction usual = {.sa_handler = SIG_DFL}, ours;
  sigset_t stop, mask;
  sigemptyset(&stop);
  sigaddset(&stop, SIGTSTP);
  sigaction(SIGTSTP, &usual, &ours);
  // The threads of the main queue block most signals.
  pthread_sigmask(SIG_UNBLOCK, &stop, &mask);
  raise(SIGTSTP);
  pthread_sigmask(SIG_SETMASK, &mask, NULL);
  sigaction(SIGTSTP, &ours, NULL);
}

void ct_signals_remove(void) {
  alarm(0);
  for (size_t i = 0; i < COUNT(crashes); i++) sigaction(crashes[i], &earlier[crashes[i]], NULL);
  for (size_t i = 0; i < COUNT(requests); i++) sigaction(requests[i], &earlier[requests[i]], NULL);
  sigaction(SIGALRM, &earlier[SIGALRM], NULL);
}
