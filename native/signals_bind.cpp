// Python bindings of the signals kernels.
#include "bind.hpp"

void bind_signals(nanobind::module_ &) {}
