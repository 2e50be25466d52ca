// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "CAPI/Functions.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringMap.h"
#include <algorithm>
#include <limits>

namespace immortal::capi {

namespace {

template <typename T> struct Named {
  llvm::StringLiteral Name;
  T Row;
};

struct CalleeRow {
  unsigned Callee;
  int NullIndex;
};

constexpr int64_t Max = std::numeric_limits<int64_t>::max();
constexpr int64_t Min = std::numeric_limits<int64_t>::min();

const Named<ReturnRow> ReturnTable[] = {
#define FUNCTION(Name, What, Type, Fails, First, Last, Source)                 \
  {Name, {{Returns::What, TypeKey::Type, Failure::Fails}, {First, Last}}},
#include "CAPI/Functions.def"
};

const Named<ReturnRow> ConditionTable[] = {
#define RETURNS_IF(Name, On, Index, Low, High, What, Type, First, Last, Src)   \
  {Name,                                                                       \
   {{Returns::What, TypeKey::Type},                                            \
    {First, Last},                                                             \
    Subject::On,                                                               \
    Index,                                                                     \
    Low,                                                                       \
    High}},
#include "CAPI/Functions.def"
};

const Named<ArgumentRow> ArgumentTable[] = {
#define ARGUMENT(Name, Index, What, First, Last, Source)                       \
  {Name, {Index, false, Effect::What, {First, Last}}},
#define ARGUMENTS_FROM(Name, Index, What, First, Last, Source)                 \
  {Name, {Index, true, Effect::What, {First, Last}}},
#include "CAPI/Functions.def"
};

const Named<FormatRow> FormatTable[] = {
#define FORMAT(Name, Kind, FormatIndex, FirstArgument)                         \
  {Name, {FormatKind::Kind, FormatIndex, FirstArgument}},
#include "CAPI/Functions.def"
};

const Named<CalleeRow> CalleeTable[] = {
#define CALLS_WITHOUT_ARGUMENTS(Name, Callee, NullIndex)                       \
  {Name, {Callee, NullIndex}},
#include "CAPI/Functions.def"
};

constexpr llvm::StringLiteral NoReturnTable[] = {
#define NORETURN(Name) Name,
#include "CAPI/Functions.def"
};

constexpr llvm::StringLiteral MacroTable[] = {
#define MACRO(Name) Name,
#include "CAPI/Functions.def"
};

constexpr llvm::StringLiteral AllocationTable[] = {
#define ALLOCATION(Name, Source) Name,
#include "CAPI/Functions.def"
};

constexpr llvm::StringLiteral SlotRecordTable[] = {
#define SLOT_RECORD(Name, Source) Name,
#include "CAPI/Functions.def"
};

const Named<ReturnRow> SlotTable[] = {
#define SLOT(Field, What, Type, Fails, Source)                                 \
  {Field, {{Returns::What, TypeKey::Type, Failure::Fails}, {Always, Newest}}},
#include "CAPI/Functions.def"
};

const Named<ArgumentRow> SlotArgumentTable[] = {
#define SLOT_ARGUMENT(Field, Index, What, Source)                              \
  {Field, {Index, false, Effect::What, {Always, Newest}}},
#include "CAPI/Functions.def"
};

const Named<ReturnRow> CalledTypeTable[] = {
#define CALLED_TYPE(Object, What, Type, First, Last, Source)                   \
  {Object, {{Returns::What, TypeKey::Type, Failure::Null}, {First, Last}}},
#include "CAPI/Functions.def"
};

const Named<ReturnRow> GlobalTable[] = {
#define GLOBAL(Name, What, Type, First, Last, Source)                          \
  {Name, {{Returns::What, TypeKey::Type}, {First, Last}}},
#include "CAPI/Functions.def"
};

using FunctionMap = llvm::StringMap<Function>;

FunctionMap buildFunctions() {
  FunctionMap All;
  for (const auto &[Name, Row] : ReturnTable)
    All[Name].ReturnRows.push_back(Row);
  for (const auto &[Name, Row] : ConditionTable)
    All[Name].ReturnRows.push_back(Row);
  for (const auto &[Name, Row] : ArgumentTable)
    All[Name].ArgumentRows.push_back(Row);
  for (const auto &[Name, Row] : FormatTable)
    All[Name].Format = Row;
  for (const auto &[Name, Row] : CalleeTable) {
    All[Name].Callee = Row.Callee;
    if (Row.NullIndex >= 0)
      All[Name].NullForNoArguments = Row.NullIndex;
  }
  for (llvm::StringRef Name : NoReturnTable)
    All[Name].NoReturn = true;
  for (llvm::StringRef Name : MacroTable)
    All[Name].Macro = true;
  for (llvm::StringRef Name : AllocationTable)
    All[Name].ReturnRows.push_back(
        {{Returns::Memory, TypeKey::Acceptable, Failure::Null},
         {Always, Newest}});
  return All;
}

FunctionMap buildSlots() {
  FunctionMap All;
  for (const auto &[Name, Row] : SlotTable)
    All[Name].ReturnRows.push_back(Row);
  for (const auto &[Name, Row] : SlotArgumentTable)
    All[Name].ArgumentRows.push_back(Row);
  return All;
}

/// What is true if both may be.
ReturnInfo join(ReturnInfo A, ReturnInfo B) {
  if (A.What != B.What)
    A.What = A.What == Returns::Borrowed || B.What == Returns::Borrowed
                 ? Returns::Borrowed
                 : Returns::MaybeShared;
  A.Type = join(A.Type, B.Type);
  if (A.Fails == Failure::Never)
    A.Fails = B.Fails;
  return A;
}

Effect join(Effect A, Effect B) { return A == B ? A : Effect::MayKeep; }

/// Joins what \p At says about each minor version of \p When.
template <typename Callable> auto joinVersions(VersionRange When, Callable At) {
  const Version First = std::max(VersionRange::minor(When.First), OldestKnown);
  const Version Last = std::min(VersionRange::minor(When.Last), NewestKnown);
  auto Result = At(std::min(First, NewestKnown));
  for (Version V = First + py(0, 1); V <= Last; V += py(0, 1))
    Result = join(Result, At(V));
  return Result;
}

bool holds(const ReturnRow &Row, KnownArguments Known) {
  if (Row.On == Subject::Nothing)
    return true;
  const KnownArgument Argument = Known(Row.Index);
  std::optional<int64_t> Number;
  if (Row.On == Subject::Value)
    Number = Argument.Value;
  else if (Argument.Text)
    Number = Argument.Text->take_until([](char C) { return !C; }).size();
  return Number && Row.Low <= *Number && *Number <= Row.High;
}

ReturnInfo returnsAt(llvm::ArrayRef<ReturnRow> Rows, Version V,
                     KnownArguments Known) {
  const auto Find = [&](auto Wanted) {
    return llvm::find_if(Rows, [&](const ReturnRow &Row) {
      return Wanted(Row) && holds(Row, Known);
    });
  };
  const auto IsBase = [](const ReturnRow &R) {
    return R.On == Subject::Nothing;
  };
  const auto *Base =
      Find([&](auto &R) { return IsBase(R) && R.When.overlaps(V); });
  if (Base == Rows.end())
    Base = Find(IsBase);
  if (Base == Rows.end())
    return {};
  const auto *Condition =
      Find([&](auto &R) { return !IsBase(R) && R.When.overlaps(V); });
  if (Condition == Rows.end())
    return Base->Info;
  return {Condition->Info.What, Condition->Info.Type, Base->Info.Fails};
}

Effect effectAt(llvm::ArrayRef<ArgumentRow> Rows, unsigned Index, Version V) {
  for (const ArgumentRow &Row : Rows)
    if ((Row.Index == Index || (Row.AndFollowing && Row.Index < Index)) &&
        Row.When.overlaps(V))
      return Row.What;
  return Effect::Looks;
}

const Function *find(const FunctionMap &All, llvm::StringRef Name) {
  const auto Found = All.find(Name);
  return Found == All.end() ? nullptr : &Found->second;
}

KnownArgument knowNothing(unsigned) { return {}; }

template <size_t N>
std::optional<ReturnInfo> findNamed(const Named<ReturnRow> (&Table)[N],
                                    llvm::StringRef Name, VersionRange When) {
  llvm::SmallVector<ReturnRow, 2> Found;
  for (const auto &[RowName, Row] : Table)
    if (RowName == Name)
      Found.push_back(Row);
  if (Found.empty())
    return std::nullopt;
  return joinVersions(
      When, [&](Version V) { return returnsAt(Found, V, knowNothing); });
}

} // namespace

ReturnInfo Function::returns(VersionRange When, KnownArguments Known) const {
  return joinVersions(
      When, [&](Version V) { return returnsAt(ReturnRows, V, Known); });
}

Effect Function::effectOn(unsigned Index, VersionRange When) const {
  return joinVersions(
      When, [&](Version V) { return effectAt(ArgumentRows, Index, V); });
}

bool Function::callsWithoutArguments(KnownArguments Known) const {
  return Callee &&
         (!NullForNoArguments || Known(*NullForNoArguments).Value == 0);
}

const Function *findFunction(llvm::StringRef Name) {
  static const FunctionMap All = buildFunctions();
  return find(All, Name);
}

const Function *findSlot(llvm::StringRef Record, llvm::StringRef FieldName) {
  static const FunctionMap All = buildSlots();
  return llvm::is_contained(SlotRecordTable, Record) ? find(All, FieldName)
                                                     : nullptr;
}

ReturnInfo returnsOfCalledType(llvm::StringRef Object, VersionRange When) {
  return findNamed(CalledTypeTable, Object, When)
      .value_or(ReturnInfo{Returns::MaybeShared, TypeKey::Any, Failure::Null});
}

static constexpr llvm::StringLiteral ExceptionClasses[] = {
#define GLOBAL(Name, What, Type, First, Last, Source) Name,
#include "CAPI/Functions/Exceptions.def"
#undef GLOBAL
};

bool isExceptionClass(llvm::StringRef Name) {
  return llvm::is_contained(ExceptionClasses, Name);
}

std::optional<ReturnInfo> findGlobal(llvm::StringRef Name, VersionRange When) {
  if (isTypeObject(Name))
    return joinVersions(When, [](Version V) -> ReturnInfo {
      return {V < py(3, 12) ? Returns::Borrowed : Returns::Immortal,
              TypeKey::StaticType};
    });
  return findNamed(GlobalTable, Name, When);
}

static constexpr llvm::StringLiteral CodeRunners[] = {
#define RUNS_CODE(Name, Source) Name,
#include "CAPI/RunsCode.def"
};

bool runsAnyCode(llvm::StringRef Name) {
  return llvm::is_contained(CodeRunners, Name);
}

static constexpr llvm::StringLiteral Removers[] = {
#define REMOVES(Name, Source) Name,
#include "CAPI/Removers.def"
};

bool removesObjects(llvm::StringRef Name) {
  return llvm::is_contained(Removers, Name);
}

} // namespace immortal::capi
