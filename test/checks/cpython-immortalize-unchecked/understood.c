// RUN: %tidy_case %s cpython-immortalize-unchecked -python=3.15,3.15t
// RUN: %tidy_case %s cpython-immortalize-unchecked -std=c++11,c++20

// Results that somebody looks at, in every spelling.

#include <Python.h>

int returned(PyObject *object);
int passed_on(PyObject *object, int (*log)(int));
int counted(PyObject **objects, int count);
int stored(PyObject *object);
int chosen(PyObject *object);
int logged(PyObject *object);
int looped(PyObject **objects);
int switched(PyObject *object);
int unlikely(PyObject *object);
extern int refused;

int returned(PyObject *object) { return PyUnstable_SetImmortal(object); }

int passed_on(PyObject *object, int (*log)(int)) {
  return log(PyUnstable_SetImmortal(object));
}

int counted(PyObject **objects, int count) {
  int made = 0;
  for (int i = 0; i < count; ++i)
    made += PyUnstable_SetImmortal(objects[i]);
  for (int i = 0; i < count; ++i)
    if (PyUnstable_SetImmortal(objects[i]) != 0)
      ++made;
    else if (PyUnstable_SetImmortal(objects[i]) > 0)
      ++made;
    else if (PyUnstable_SetImmortal(objects[i]) == 1)
      ++made;
    else if (1 == PyUnstable_SetImmortal(objects[i]))
      ++made;
  return made;
}

int stored(PyObject *object) {
  const int made = PyUnstable_SetImmortal(object);
  if (made)
    return 1;
  return 0;
}

int chosen(PyObject *object) { return PyUnstable_SetImmortal(object) ? 2 : 1; }

int logged(PyObject *object) {
  if (!PyUnstable_SetImmortal(object))
    ++refused;
  int made;
  if ((made = PyUnstable_SetImmortal(object)) == 0)
    ++refused;
  return made;
}

int looped(PyObject **objects) {
  while (PyUnstable_SetImmortal(*objects) > 0)
    ++objects;
  do
    ++objects;
  while (PyUnstable_SetImmortal(*objects));
  return 0 >= PyUnstable_SetImmortal(objects[1]);
}

int switched(PyObject *object) {
  switch (PyUnstable_SetImmortal(object)) {
  case 0:
    return ++refused;
  default:
    return 0;
  }
}

int unlikely(PyObject *object) {
  if (__builtin_expect(PyUnstable_SetImmortal(object) <= 0, 0))
    ++refused;
  return refused;
}
