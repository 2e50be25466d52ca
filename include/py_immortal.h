/* SPDX-License-Identifier: 0BSD
 *
 * py_immortal.h: PyUnstable_SetImmortal() on every Python you support.
 *
 * Copy this one file into your project and include it after <Python.h>. C99 or
 * C++11, no Py_BUILD_CORE, no allocation; an exception that is set stays set.
 *
 *   PyImmortal_Set(op)       1 if this call made op immortal, else 0: what
 *                            PyUnstable_SetImmortal() of CPython 3.15 returns
 *   PyImmortal_Try(op)       the same, but the answer says why
 *   PyImmortal_Is(op)        1 if op is immortal; 0 if not, or if this Python
 *                            has no way to ask
 *   PyImmortal_Describe(r)   an answer of PyImmortal_Try() in words
 *   PyUnstable_SetImmortal   PyImmortal_Set under CPython's name, where this
 *                            Python lacks it; define PY_IMMORTAL_NO_ALIAS
 *                            before including this file to do without
 *
 * What each Python does:
 *   3.15.0a7 and later       the public call
 *   3.14                     the same, by the private function it exports
 *   3.12, 3.13               the same, by the fields its private function sets
 *   to 3.11, PyPy, GraalPy,  nothing: 0, PyImmortal_UNSUPPORTED. A huge count
 *   limited API              is not immortality and is never faked.
 *
 * A reference count of 1 is necessary, not sufficient: docs/shim.md of
 * immortal-tidy says what the call cannot see.
 */
#ifndef PY_IMMORTAL_H
#define PY_IMMORTAL_H

#include <Python.h>

/* -------------------------------------------------------------------------- *
 * How this Python makes an object immortal
 * -------------------------------------------------------------------------- */

/* PyUnstable_SetImmortal() is not part of the limited API
 * (Include/cpython/object.h, 3.15). Python-level immortality begins with 3.12
 * (PEP 683). Builds between the tags call themselves 0x030F00A6 with or without
 * the public call: they are served like 3.14. */
#if defined(Py_LIMITED_API) || defined(Py_TARGET_ABI3T) ||                     \
    defined(_Py_OPAQUE_PYOBJECT) || defined(PYPY_VERSION) ||                   \
    defined(GRAALVM_PYTHON) || PY_VERSION_HEX < 0x030C0000
#define PY_IMMORTAL_UNSUPPORTED_ 1
#elif PY_VERSION_HEX >= 0x030F00A7
#define PY_IMMORTAL_PUBLIC_ 1
#elif PY_VERSION_HEX >= 0x030E0000
#define PY_IMMORTAL_PRIVATE_ 1
#endif

#ifdef __cplusplus
extern "C" {
#endif

/** The full answer: op is known to be immortal afterwards if it is >= 0. */
typedef enum PyImmortal_Result {
  /* Made immortal by this call. */
  PyImmortal_MADE = 1,
  /* Was immortal before: nothing to do. PyImmortal_Set() returns 0. */
  PyImmortal_ALREADY = 0,
  /* Refused: more than one reference, or none. */
  PyImmortal_NOT_UNIQUE = -1,
  /* Refused: another thread's object (free-threaded build). */
  PyImmortal_NOT_OWNED = -2,
  /* Refused: str and its subclasses always are. */
  PyImmortal_IS_STR = -3,
  /* Refused: CPython's own call would crash. */
  PyImmortal_IS_NULL = -4,
  /* This Python cannot, or refused for a reason unknown to this header. */
  PyImmortal_UNSUPPORTED = -5
} PyImmortal_Result;

/** The answer in words: a string constant, lower case, without a full stop. */
static inline const char *PyImmortal_Describe(PyImmortal_Result result) {
  switch (result) {
  case PyImmortal_MADE:
    return "made immortal";
  case PyImmortal_ALREADY:
    return "already immortal";
  case PyImmortal_NOT_UNIQUE:
    return "refused: not uniquely referenced";
  case PyImmortal_NOT_OWNED:
    return "refused: not owned by this thread";
  case PyImmortal_IS_STR:
    return "refused: str and its subclasses cannot be made immortal";
  case PyImmortal_IS_NULL:
    return "refused: NULL";
  case PyImmortal_UNSUPPORTED:
    break;
  }
  return "not supported by this Python";
}

#ifdef PY_IMMORTAL_UNSUPPORTED_

static inline int PyImmortal_Is(PyObject *op) {
  (void)op;
  return 0;
}

static inline PyImmortal_Result PyImmortal_Try(PyObject *op) {
  return op == NULL ? PyImmortal_IS_NULL : PyImmortal_UNSUPPORTED;
}

static inline int PyImmortal_Set(PyObject *op) {
  (void)op;
  return 0;
}

#else /* !PY_IMMORTAL_UNSUPPORTED_ */

static inline int PyImmortal_Is(PyObject *op) {
#if PY_VERSION_HEX >= 0x030E0000
  return PyUnstable_IsImmortal(op);
#else
  return _Py_IsImmortal(op) != 0;
#endif
}

#ifdef Py_GIL_DISABLED
#define PY_IMMORTAL_IS_OWNED_(op) _Py_IsOwnedByCurrentThread(op)
#else
#define PY_IMMORTAL_IS_OWNED_(op) 1
#endif

static inline int PyImmortal_IsUnique_(PyObject *op) {
#if PY_VERSION_HEX >= 0x030E0000
  return PyUnstable_Object_IsUniquelyReferenced(op);
#elif defined(Py_GIL_DISABLED)
  /* ob_ref_shared as a whole, with its flag bits: else another thread may be
   * about to take a reference (pycore_object.h, 3.13). */
  return PY_IMMORTAL_IS_OWNED_(op) &&
         _Py_atomic_load_uint32_relaxed(&op->ob_ref_local) == 1 &&
         _Py_atomic_load_ssize_relaxed(&op->ob_ref_shared) == 0;
#else
  return Py_REFCNT(op) == 1;
#endif
}

#ifdef PY_IMMORTAL_PUBLIC_

#define PyImmortal_Set PyUnstable_SetImmortal

#else

#ifdef PY_IMMORTAL_PRIVATE_
/* Exported since 3.14, declared only in an internal header
 * (pycore_object.h). 3.13 has it too, but hidden: importing fails. */
PyAPI_FUNC(void) _Py_SetImmortal(PyObject *op);
#endif

static inline void PyImmortal_Force_(PyObject *op) {
#ifdef PY_IMMORTAL_PRIVATE_
  _Py_SetImmortal(op);
#else
  /* What _Py_SetImmortal() of 3.13 does (Objects/object.c); that of 3.12 does
   * not untrack, as its collector skips immortal objects, but a caller of the
   * public function may rely on it. */
  if (PyObject_GC_IsTracked(op)) {
    PyObject_GC_UnTrack(op);
  }
#ifdef Py_GIL_DISABLED
  op->ob_tid = _Py_UNOWNED_TID;
  op->ob_ref_local = _Py_IMMORTAL_REFCNT_LOCAL;
  op->ob_ref_shared = 0;
#else
  op->ob_refcnt = (Py_ssize_t)_Py_IMMORTAL_REFCNT;
#endif
#endif
}

static inline int PyImmortal_Set(PyObject *op) {
  if (op == NULL || !PyImmortal_IsUnique_(op) || PyUnicode_Check(op)) {
    return 0;
  }
  PyImmortal_Force_(op);
  return 1;
}

#endif /* !PY_IMMORTAL_PUBLIC_ */

static inline PyImmortal_Result PyImmortal_Try(PyObject *op) {
  if (op == NULL) {
    return PyImmortal_IS_NULL;
  }
  if (PyImmortal_Is(op)) {
    return PyImmortal_ALREADY;
  }
  if (PyImmortal_Set(op)) {
    return PyImmortal_MADE;
  }
  if (PyUnicode_Check(op)) {
    return PyImmortal_IS_STR;
  }
  if (!PY_IMMORTAL_IS_OWNED_(op)) {
    return PyImmortal_NOT_OWNED;
  }
  return PyImmortal_IsUnique_(op) ? PyImmortal_UNSUPPORTED
                                  : PyImmortal_NOT_UNIQUE;
}

#endif /* !PY_IMMORTAL_UNSUPPORTED_ */

#ifdef __cplusplus
}
#endif

/* -------------------------------------------------------------------------- *
 * CPython's own name, where this Python lacks it
 * -------------------------------------------------------------------------- */

#if !defined(PY_IMMORTAL_PUBLIC_) && !defined(PY_IMMORTAL_NO_ALIAS)
#if !defined(PYTHONCAPI_COMPAT) && !defined(PYPY_VERSION) &&                   \
    0x030D0000 <= PY_VERSION_HEX
/* pythoncapi_compat.h defines a static function of this name for these
 * versions, and may still be included after this header. The choice is
 * therefore made where the name is used: PYTHONCAPI_COMPAT, that header's
 * guard, expands to nothing once it is included, so that its definition and all
 * uses below it get a name of their own. A compiler that does not know
 * PyImmortal_OfPythoncapiCompat_ has met a pythoncapi_compat.h from before
 * 2026-02, which lacks the function: include that one first. */
#define PyUnstable_SetImmortal PY_IMMORTAL_CHOOSE_(PYTHONCAPI_COMPAT)
#define PY_IMMORTAL_CHOOSE_(guard) PY_IMMORTAL_PASTE_(guard)
#define PY_IMMORTAL_PASTE_(guard) PY_IMMORTAL_NAME_##guard
#define PY_IMMORTAL_NAME_PYTHONCAPI_COMPAT PyImmortal_Set
#define PY_IMMORTAL_NAME_ PyImmortal_OfPythoncapiCompat_
#else
#define PyUnstable_SetImmortal PyImmortal_Set
#endif
#endif

#endif /* PY_IMMORTAL_H */
