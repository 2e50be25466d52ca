// RUN: %tidy_case %s cpython-immortalize-not-fresh -compilers=clang -std=c23,c++17
// A misspelled annotation would be silently without effect.
#include <Python.h>

[[clang::annotate("immortal::returns_fersh")]] PyObject *misspelled(void);
// CHECK-MESSAGES: :[[@LINE-1]]:3: warning: unknown word 'returns_fersh' at a function; write one of returns_nothing, returns_fresh, returns_not_unique, returns_maybe_shared, returns_borrowed, {{.*}}fails_negative, fails_zero, type_capsule and so on for the keys of Types.def [cpython-immortalize-not-fresh]

void keep(PyObject *object __attribute__((annotate("immortal::keep"))));
// CHECK-MESSAGES: :[[@LINE-1]]:43: warning: unknown word 'keep' at a parameter; write one of looks, {{.*}}keeps, {{.*}}steals, {{.*}}releases, {{.*}}immortalizes, {{.*}} [cpython-immortalize-not-fresh]

[[clang::annotate("immortal::returns_fresh")]] PyObject *known(void);
[[clang::annotate("other::returns_fersh")]] PyObject *of_others(void);
void kept(PyObject *object [[clang::annotate("immortal::keeps")]]);
