// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_CAPI_FUNCTIONS_H
#define IMMORTAL_TIDY_CAPI_FUNCTIONS_H

#include "CAPI/Types.h"
#include "CAPI/Version.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/SmallVector.h"

namespace immortal::capi {

/// Whose reference, and to what, a call returns.
enum class Returns : uint8_t {
  /// No object: void, a number, a C string.
  Nothing,
  /// A new object; the caller has its only reference.
  Fresh,
  /// A new object that has more references than the caller's, always.
  NotUnique,
  /// A reference of the caller's, to an object that others may have too.
  MaybeShared,
  /// A reference that its owner keeps.
  Borrowed,
  /// An object that is immortal already.
  Immortal,
  /// The first argument itself, with no further reference.
  FirstArgument,
  /// The first argument, with a further reference that is the caller's.
  NewReferenceToFirstArgument,
  /// New memory of the caller's own that is no object yet: PyObject_Malloc().
  Memory,
  /// NULL, always: PyErr_NoMemory().
  NullAlways,
};

/// How a call tells that it failed.
enum class Failure : uint8_t { Never, Null, Negative, Zero };

/// What a call does to an object that it gets as an argument. An argument of
/// type `PyObject **` or `PyObject *const *` stands for what it points to:
/// the elements of an array, or a variable (Out... and Replaces).
enum class Effect : uint8_t {
  /// Looks at the object, at most borrows it during the call. No code runs that
  /// could keep it.
  Looks,
  /// Runs methods of the object's own type on it: as Looks for built-in types,
  /// as MayKeep for all others.
  RunsMethods,
  /// Adds a strong reference that belongs to the caller: Py_INCREF.
  Increfs,
  /// On success, adds a strong reference that belongs to somebody else.
  Keeps,
  /// Keeps, unless an equal object is there already: set members, dict keys.
  KeepsUnlessEqual,
  /// Others may have the object or another reference to it afterwards.
  MayKeep,
  /// Takes the caller's reference, also at failure; a container has it now.
  Steals,
  StealsOnSuccess,
  /// Releases the caller's reference: Py_DECREF.
  Releases,
  /// Releases the reference in the variable and sets it to NULL: Py_CLEAR.
  Clears,
  /// The reference goes to the variable that is the first argument, uncounted:
  /// the second argument of Py_SETREF.
  MovesToFirstArgument,
  /// Others can find the object from now on, with no reference of their own.
  PublishesWithoutReference,
  /// A weak reference exists from now on.
  WeaklyReferences,
  /// Sets a state in which the free-threaded build refuses: deferred counting
  /// or PyUnstable_EnableTryIncRef.
  DefersCount,
  /// Makes a reference count of 1 in memory of the caller's: PyObject_Init.
  Initializes,
  /// Makes it immortal if it is uniquely referenced, and else does nothing.
  Immortalizes,
  /// Makes it immortal, as the private functions do.
  ImmortalizesAlways,
  /// Stores a new reference (as Returns::MaybeShared) in the variable.
  OutNew,
  /// Stores a borrowed reference in the variable.
  OutBorrowed,
  /// Takes the reference in the variable, stores another (OutNew) or NULL.
  Replaces,
  /// Frees the object's memory, whatever its count.
  Frees,
  /// Anything: the tables do not say.
  Unknown,
};

/// The minor versions First to Last, 3.13.5 being 3.13.
struct VersionRange {
  VersionRange(Version Only) : First(Only), Last(Only) {}
  VersionRange(Version First, Version Last) : First(First), Last(Last) {}

  bool overlaps(VersionRange Other) const {
    return minor(First) <= minor(Other.Last) &&
           minor(Other.First) <= minor(Last);
  }
  static Version minor(Version V) { return V & 0xFFFF0000; }

  Version First;
  Version Last;
};

/// What is known about an argument where a function is called.
struct KnownArgument {
  /// An integer constant; 0 for NULL, 1 for an address that cannot be NULL.
  std::optional<int64_t> Value;
  /// The bytes of a string literal.
  std::optional<llvm::StringRef> Text;
};
using KnownArguments = llvm::function_ref<KnownArgument(unsigned Index)>;

/// What a call returns.
struct ReturnInfo {
  Returns What = Returns::Nothing;
  TypeKey Type = TypeKey::Any;
  Failure Fails = Failure::Never;
};

/// What a row's condition looks at.
enum class Subject : uint8_t { Nothing, Value, Length };

/// A row FUNCTION (with Subject::Nothing) or RETURNS_IF.
struct ReturnRow {
  ReturnInfo Info;
  VersionRange When;
  Subject On = Subject::Nothing;
  unsigned Index = 0;
  int64_t Low = 0;
  int64_t High = 0;
};

/// A row ARGUMENT or, for all from Index on, ARGUMENTS_FROM.
struct ArgumentRow {
  unsigned Index = 0;
  bool AndFollowing = false;
  Effect What = Effect::Unknown;
  VersionRange When = {Always, Newest};
};

/// The three languages of format strings.
enum class FormatKind : uint8_t {
  /// Py_BuildValue: the arguments become the result.
  Build,
  /// PyObject_CallFunction: as Build, then arbitrary code gets the result.
  Call,
  /// PyArg_Parse.
  Parse,
  /// PyUnicode_FromFormat.
  Text,
};

/// A row FORMAT: where a function has its format and what goes with it.
struct FormatRow {
  FormatKind Kind = FormatKind::Build;
  unsigned FormatIndex = 0;
  unsigned FirstArgument = 0;
};

/// Everything that is known about one function or macro of the C API.
class Function {
public:
  /// What a call returns in all versions of \p When, given its arguments;
  /// MaybeShared where versions differ.
  ReturnInfo returns(VersionRange When, KnownArguments Known) const;

  /// What a call does to argument \p Index, in all versions of \p When;
  /// where they differ, MayKeep.
  Effect effectOn(unsigned Index, VersionRange When) const;

  /// The format string that decides about the variadic arguments (Formats.h);
  /// std::nullopt if there is none.
  std::optional<FormatRow> format() const { return Format; }

  /// Whether it never comes back.
  bool isNoReturn() const { return NoReturn; }

  /// Whether it calls the object of argument calleeIndex() with no arguments,
  /// so that Types.def knows the result for a known type.
  bool callsWithoutArguments(KnownArguments Known) const;
  std::optional<unsigned> calleeIndex() const { return Callee; }

  /// Whether it may be a macro that must be recognised where it is expanded:
  /// what it expands to stores into a field or loads one, and calls nothing.
  bool isMacro() const { return Macro; }

  // Filled by the tables and by model files.
  llvm::SmallVector<ReturnRow, 1> ReturnRows;
  llvm::SmallVector<ArgumentRow, 2> ArgumentRows;
  std::optional<FormatRow> Format;
  std::optional<unsigned> Callee;
  std::optional<unsigned> NullForNoArguments;
  bool NoReturn = false;
  bool Macro = false;
};

/// The row of the C API's function or macro \p Name; nullptr if the tables do
/// not know it, so that anything may happen to its arguments.
/// (Model::find in ModelFile.h asks the user's rows first.)
const Function *findFunction(llvm::StringRef Name);

/// The same for a call through a field of one of the structs \p Record that
/// have rows: type->tp_alloc(...).
const Function *findSlot(llvm::StringRef Record, llvm::StringRef FieldName);

/// What a call of the type object \p Object ("PyList_Type") without arguments
/// returns.
ReturnInfo returnsOfCalledType(llvm::StringRef Object, VersionRange When);

/// Whether \p Name ("PyExc_ValueError") is one of CPython's exception classes:
/// what a call of it returns is an exception, whatever it is passed.
bool isExceptionClass(llvm::StringRef Name);

/// What the global variable \p Name of the C API is or points to (Borrowed or
/// Immortal): "_Py_NoneStruct", "PyExc_ValueError", "PyList_Type".
std::optional<ReturnInfo> findGlobal(llvm::StringRef Name, VersionRange When);

/// Whether a call of \p Name may run any Python code, whatever it is passed
/// (RunsCode.def).
bool runsAnyCode(llvm::StringRef Name);

/// Whether a call of \p Name may take objects out of a container that is an
/// argument (Removers.def).
bool removesObjects(llvm::StringRef Name);

} // namespace immortal::capi

#endif
