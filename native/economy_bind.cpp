// Python bindings of the economy kernels.
#include "bind.hpp"

void bind_economy(nanobind::module_ &) {}
