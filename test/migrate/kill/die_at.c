// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// To preload: counts what a process does to the file system, and kills it with
// SIGKILL at one of these steps, so that a test reaches each of them for sure.
//   DIE_AT=N    the step, from 1; 0: only count
//   DIE_WHEN    before, half (of a write) or after
//   DIE_COUNT   the file that the number of steps is written to at exit

#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static long steps;

static int dies(const char *when) {
  const char *at = getenv("DIE_AT");
  const char *chosen = getenv("DIE_WHEN");
  return at && chosen && atol(at) == steps && !strcmp(when, chosen);
}

static void die(void) {
  kill(getpid(), SIGKILL);
  for (;;)
    pause();
}

static void before(void) {
  ++steps;
  if (dies("before"))
    die();
}

static void after(void) {
  if (dies("after"))
    die();
}

__attribute__((destructor)) static void report(void) {
  const char *name = getenv("DIE_COUNT");
  FILE *file = name ? fopen(name, "w") : NULL;
  if (file) {
    fprintf(file, "%ld\n", steps);
    fclose(file);
  }
}

#define NEXT(Type, Name, ...)                                                  \
  static Type (*next)(__VA_ARGS__);                                            \
  if (!next)                                                                   \
  next = (Type (*)(__VA_ARGS__))dlsym(RTLD_NEXT, #Name)

#define STEP(Name, Parameters, Arguments)                                      \
  int Name Parameters {                                                        \
    NEXT(int, Name, );                                                         \
    before();                                                                  \
    int result = ((int(*) Parameters)next)Arguments;                           \
    after();                                                                   \
    return result;                                                             \
  }

STEP(rename, (const char *from, const char *to), (from, to))
STEP(remove, (const char *path), (path))
STEP(unlink, (const char *path), (path))
STEP(rmdir, (const char *path), (path))
STEP(mkdir, (const char *path, mode_t mode), (path, mode))
STEP(fchmod, (int fd, mode_t mode), (fd, mode))

/* What a killed process has written is not lost, and waiting takes long. */
int fsync(int fd) {
  before();
  after();
  return 0;
}

ssize_t write(int fd, const void *data, size_t size) {
  NEXT(ssize_t, write, int, const void *, size_t);
  if (fd <= 2)
    return next(fd, data, size);
  before();
  if (dies("half")) {
    (void)!next(fd, data, size / 2);
    die();
  }
  ssize_t result = next(fd, data, size);
  after();
  return result;
}

#define OPEN(Name)                                                             \
  int Name(const char *path, int flags, ...) {                                 \
    NEXT(int, Name, const char *, int, ...);                                   \
    va_list list;                                                              \
    va_start(list, flags);                                                     \
    int mode = flags & O_CREAT ? va_arg(list, int) : 0;                        \
    va_end(list);                                                              \
    if ((flags & O_ACCMODE) == O_RDONLY)                                       \
      return next(path, flags, mode);                                          \
    before();                                                                  \
    int result = next(path, flags, mode);                                      \
    after();                                                                   \
    return result;                                                             \
  }

OPEN(open)
OPEN(open64)
