// kanmon._native: the compiled kernels. Arrays in, arrays filled; each has a NumPy twin.
#include <nanobind/nanobind.h>

#include "bind.hpp"

NB_MODULE(_native, m) {
    m.doc() = "Compiled kernels of Kanmon; each has a readable NumPy twin in the package.";
    bind_screen(m);
    bind_cascade(m);
    bind_agents(m);
    bind_economy(m);
    bind_chain(m);
    bind_signals(m);
    bind_names(m);
}
