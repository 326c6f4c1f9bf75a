// Python bindings of the chain kernels.
#include "bind.hpp"

void bind_chain(nanobind::module_ &) {}
