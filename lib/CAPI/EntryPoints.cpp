// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "CAPI/EntryPoints.h"

namespace immortal::capi {

namespace {
struct FieldRow {
  llvm::StringLiteral Record;
  llvm::StringLiteral Field;
  Often How;
};
struct SlotRow {
  llvm::StringLiteral Name;
  Often How;
};
struct SupportRow {
  llvm::StringLiteral Slot;
  llvm::StringLiteral Value;
  bool Supported;
};
} // namespace

static constexpr FieldRow Fields[] = {
#define ENTRY_FIELD(Record, Field, How, Source) {Record, Field, Often::How},
#include "CAPI/EntryPoints.def"
};

static constexpr SlotRow Slots[] = {
#define ENTRY_SLOT(Name, How, Source) {Name, Often::How},
#include "CAPI/EntryPoints.def"
};

static constexpr SupportRow Support[] = {
#define INTERPRETER_SUPPORT(Slot, Value, Supported, Source)                    \
  {Slot, Value, Supported},
#include "CAPI/EntryPoints.def"
};

std::optional<Often> findEntryField(llvm::StringRef Record,
                                    llvm::StringRef Field) {
  for (const FieldRow &Row : Fields)
    if (Row.Record == Record && Row.Field == Field)
      return Row.How;
  return std::nullopt;
}

std::optional<Often> findEntrySlot(llvm::StringRef Name) {
  for (const SlotRow &Row : Slots)
    if (Row.Name == Name)
      return Row.How;
  return std::nullopt;
}

std::optional<bool> findInterpreterSupport(llvm::StringRef Slot,
                                           llvm::StringRef Value) {
  for (const SupportRow &Row : Support)
    if (Row.Slot == Slot && Row.Value == Value)
      return Row.Supported;
  return std::nullopt;
}

} // namespace immortal::capi
