// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Project/PageTemplate.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"

namespace immortal::project {

using llvm::StringRef;
using llvm::json::Object;
using llvm::json::Value;

namespace {
class Filler {
public:
  explicit Filler(llvm::raw_ostream &Out) : Out(Out) {}

  /// The innermost objects come last.
  llvm::SmallVector<const Object *, 4> Scopes;

  void fill(StringRef Template) {
    while (true) {
      const auto [Text, Rest] = Template.split("{{");
      Out << Text;
      if (Rest.empty())
        return;
      const auto [Tag, Behind] = Rest.split("}}");
      Template = Behind;
      if (Tag.starts_with("#") || Tag.starts_with("^"))
        Template = section(Tag.drop_front(), Tag.front() == '^', Template);
      else
        insert(lookup(Tag));
    }
  }

private:
  const Value *lookup(StringRef Name) const {
    for (const Object *Scope : llvm::reverse(Scopes))
      if (const Value *Found = Scope->get(Name))
        return Found;
    return nullptr;
  }

  void insert(const Value *What) {
    if (!What)
      return;
    if (const auto Text = What->getAsString())
      llvm::printHTMLEscaped(*Text, Out);
    else
      Out << *What;
  }

  /// Returns what follows the section.
  StringRef section(StringRef Name, bool Inverted, StringRef Template) {
    const std::string End = ("{{/" + Name + "}}").str();
    const auto [Inner, Behind] = Template.split(End);
    const Value *What = lookup(Name);
    if (Inverted) {
      if (!isSomething(What))
        fill(Inner);
    } else if (isSomething(What)) {
      repeat(*What, Inner);
    }
    return Behind;
  }

  void repeat(const Value &What, StringRef Inner) {
    const auto *Items = What.getAsArray();
    if (!Items) {
      fill(Inner);
      return;
    }
    for (const Value &Item : *Items) {
      Scopes.push_back(Item.getAsObject());
      fill(Inner);
      Scopes.pop_back();
    }
  }

  static bool isSomething(const Value *What) {
    if (!What)
      return false;
    if (const auto *Items = What->getAsArray())
      return !Items->empty();
    if (const auto Text = What->getAsString())
      return !Text->empty();
    if (const auto Number = What->getAsInteger())
      return *Number != 0;
    return What->getAsBoolean().value_or(false);
  }

  llvm::raw_ostream &Out;
};
} // namespace

void fillTemplate(StringRef Template, const Object &Data,
                  llvm::raw_ostream &Out) {
  Filler Fill(Out);
  Fill.Scopes.push_back(&Data);
  Fill.fill(Template);
}

} // namespace immortal::project
