// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_CLANGD_DOCUMENTATIONLINKS_H
#define IMMORTAL_CLANGD_DOCUMENTATIONLINKS_H

#include "llvm/Support/JSON.h"
#include "llvm/Support/raw_ostream.h"

namespace immortal {

/// A stream of messages of the language server protocol. clangd makes the link
/// to a check's documentation from its name, and so sends users of our checks
/// to pages of clang.llvm.org that do not exist. This stream replaces those
/// links by the installed page, or takes them out where none is installed.
class DocumentationLinks : public llvm::raw_ostream {
public:
  /// \p Pretty: as clangd's option --pretty.
  DocumentationLinks(llvm::raw_ostream &Out, bool Pretty);

private:
  void write_impl(const char *Data, size_t Size) override;
  uint64_t current_pos() const override { return Position; }

  void writeMessage(llvm::StringRef Body);
  /// Corrects all links in \p Value.
  void correct(llvm::json::Value &Value) const;
  /// Where the page about a check is; empty if there is none.
  std::string pageOf(llvm::StringRef Check) const;

  llvm::raw_ostream &Out;
  const bool Pretty;
  /// What has come of messages that are not complete.
  std::string Pending;
  uint64_t Position = 0;
  /// The folder of the pages.
  std::string Pages;
};

} // namespace immortal

#endif
