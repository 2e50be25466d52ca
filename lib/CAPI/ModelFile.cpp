// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "CAPI/ModelFile.h"
#include "llvm/Support/MemoryBuffer.h"

namespace immortal::capi {

llvm::Error Model::add(llvm::MemoryBufferRef File) {
  return llvm::createStringError("model files are not read yet");
}

llvm::Error Model::addFile(llvm::StringRef Path) {
  auto Buffer = llvm::MemoryBuffer::getFile(Path);
  if (!Buffer)
    return llvm::createFileError(Path, Buffer.getError());
  return add(**Buffer);
}

const Function *Model::find(llvm::StringRef Name) const {
  const auto Found = Users.find(Name);
  return Found == Users.end() ? findFunction(Name) : &Found->second;
}

} // namespace immortal::capi
