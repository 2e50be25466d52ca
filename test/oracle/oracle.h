/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Included before a case: its calls that make objects immortal come here, and
 * what the real public call says of each is printed. */
#include <Python.h>
#include <stdio.h>

/* What the driver handed to the case: nothing is known about these. */
static PyObject *oracle_given[64];

static int oracle_call(int line, PyObject *op) {
  int is_given = 0;
  for (size_t i = 0; i < sizeof oracle_given / sizeof *oracle_given; ++i)
    is_given |= op != NULL && oracle_given[i] == op;
  const int answer = (PyUnstable_SetImmortal)(op);
  printf("oracle: %d %d %d\n", line, answer, is_given);
  fflush(stdout);
  return answer;
}

#define ORACLE_CALL(op) oracle_call(__LINE__, (PyObject *)(op))
