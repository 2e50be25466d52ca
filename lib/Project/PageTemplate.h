// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_PROJECT_PAGETEMPLATE_H
#define IMMORTAL_TIDY_PROJECT_PAGETEMPLATE_H

#include "llvm/Support/JSON.h"
#include "llvm/Support/raw_ostream.h"

namespace immortal::project {

/// Fills a page with data: {{name}} is text, {{#name}}...{{/name}} is repeated
/// for each element of an array or shown if the value is true or not empty, and
/// {{^name}}...{{/name}} is shown otherwise. A name that an element lacks is
/// looked up around it. All text is escaped for HTML; nothing can be inserted
/// as markup. (A part of Mustache, which LLVM has from 21 on.)
void fillTemplate(llvm::StringRef Template, const llvm::json::Object &Data,
                  llvm::raw_ostream &Out);

} // namespace immortal::project

#endif
