// SPDX-License-Identifier: BSL-1.0
//
// host SHARED_OBJECT: a program that knows nothing of dlp, and loads what uses it.
#include <dlfcn.h>

#include <iostream>

int main(int argc, char** argv) {
  auto* const plugin = dlopen(argc > 1 ? argv[1] : "", RTLD_NOW | RTLD_LOCAL);
  auto* const use = plugin ? dlsym(plugin, "use_dlp") : nullptr;
  if (!use) {
    std::cerr << dlerror() << '\n';
    return 1;
  }
  reinterpret_cast<void (*)(int, char**)>(use)(argc, argv);
  return dlclose(plugin);
}
