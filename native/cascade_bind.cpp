// Python bindings of the cascade kernels.
#include "bind.hpp"

void bind_cascade(nanobind::module_ &) {}
