// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Project/CheckDocs.h"
#include "llvm/Support/Regex.h"

namespace immortal::project {

static llvm::StringRef withoutTitle(llvm::StringRef Page) {
  return Page.split('\n').second.ltrim('\n');
}

std::string CheckDoc::summary() const {
  std::string Result;
  for (const char C : withoutTitle(Page).split("\n\n").first.rtrim())
    if (C != '`')
      Result += C == '\n' ? ' ' : C;
  return Result;
}

std::string CheckDoc::help() const {
  static const llvm::Regex Link("\\[([^][]+)\\]\\([^()]*[.]md[^()]*\\)");
  std::string Result;
  llvm::StringRef Rest = withoutTitle(Page);
  llvm::SmallVector<llvm::StringRef, 2> Groups;
  while (Link.match(Rest, &Groups)) {
    Result += Rest.take_front(Groups[0].data() - Rest.data());
    Result += Groups[1];
    Rest = Rest.drop_front(Groups[0].end() - Rest.begin());
  }
  Result += Rest;
  return Result;
}

llvm::ArrayRef<CheckDoc> checkDocs() {
  static const CheckDoc Docs[] = {
#include "CheckDocs.inc"
  };
  return Docs;
}

} // namespace immortal::project
