// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "DocumentationLinks.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/Path.h"

using namespace llvm;

namespace immortal {

/// What clangd puts before the rest of a check's name; ".html" follows.
static constexpr StringLiteral WrongPrefix =
    "https://clang.llvm.org/extra/clang-tidy/checks/cpython/";

DocumentationLinks::DocumentationLinks(raw_ostream &Out, bool Pretty)
    : raw_ostream(/*unbuffered=*/true), Out(Out), Pretty(Pretty) {
  static int Anchor;
  SmallString<256> Folder(sys::fs::getMainExecutable("", &Anchor));
  sys::path::remove_filename(Folder);
  sys::path::append(Folder, IMMORTAL_CLANGD_PAGES);
  sys::path::remove_dots(Folder, /*remove_dot_dot=*/true);
  Pages = Folder.str().str();
}

void DocumentationLinks::write_impl(const char *Data, size_t Size) {
  Pending.append(Data, Size);
  Position += Size;
  StringRef Rest = Pending;
  while (true) {
    auto [Header, Body] = Rest.split("\r\n\r\n");
    unsigned long long Length = 0;
    if (!Header.consume_front("Content-Length: ") ||
        Header.getAsInteger(10, Length) || Body.size() < Length)
      break;
    writeMessage(Body.take_front(Length));
    Rest = Body.drop_front(Length);
  }
  Pending.erase(0, Pending.size() - Rest.size());
}

void DocumentationLinks::writeMessage(StringRef Body) {
  std::string Corrected;
  if (Body.contains(WrongPrefix)) {
    if (Expected<json::Value> Message = json::parse(Body)) {
      correct(*Message);
      Corrected = formatv(Pretty ? "{0:2}" : "{0}", *Message).str();
      Body = Corrected;
    } else {
      consumeError(Message.takeError());
    }
  }
  Out << "Content-Length: " << Body.size() << "\r\n\r\n" << Body;
  Out.flush();
}

void DocumentationLinks::correct(json::Value &Value) const {
  if (json::Array *Array = Value.getAsArray()) {
    for (json::Value &Element : *Array)
      correct(Element);
    return;
  }
  json::Object *Object = Value.getAsObject();
  if (!Object)
    return;
  if (const json::Object *Link = Object->getObject("codeDescription")) {
    StringRef Check = Link->getString("href").value_or("");
    if (Check.consume_front(WrongPrefix) && Check.consume_back(".html")) {
      const std::string Page = pageOf(Check);
      if (Page.empty())
        Object->erase("codeDescription");
      else
        (*Object)["codeDescription"] = json::Object{{"href", Page}};
    }
  }
  for (auto &[Key, Member] : *Object)
    correct(Member);
}

std::string DocumentationLinks::pageOf(StringRef Check) const {
  SmallString<256> Page(Pages);
  sys::path::append(Page, "cpython-" + Check + ".md");
  if (!sys::fs::exists(Page))
    return {};
  std::string Link = "file://";
  for (const char C : Page)
    if (isAlnum(C) || StringRef("/-._~").contains(C))
      Link += C;
    else
      Link += "%" + toHex(StringRef(&C, 1));
  return Link;
}

} // namespace immortal
