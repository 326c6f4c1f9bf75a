// Python bindings of the agents kernels.
#include "bind.hpp"

void bind_agents(nanobind::module_ &) {}
