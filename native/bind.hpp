// One function a kernel family, each in its own file, so that families do not know each other.
#pragma once
#include <nanobind/nanobind.h>

void bind_screen(nanobind::module_ &m);
void bind_cascade(nanobind::module_ &m);
void bind_agents(nanobind::module_ &m);
void bind_economy(nanobind::module_ &m);
void bind_chain(nanobind::module_ &m);
void bind_signals(nanobind::module_ &m);
void bind_names(nanobind::module_ &m);
