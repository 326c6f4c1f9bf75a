// Python bindings of the signal kernels.
#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>

#include <stdexcept>
#include <tuple>

#include <nanobind/stl/tuple.h>

#include "bind.hpp"
#include "signals.hpp"

namespace nb = nanobind;

namespace {

using Grid = nb::ndarray<const double, nb::ndim<2>, nb::c_contig, nb::device::cpu>;
using Row = nb::ndarray<const double, nb::ndim<1>, nb::c_contig, nb::device::cpu>;
using Flags = nb::ndarray<const std::uint8_t, nb::ndim<1>, nb::c_contig, nb::device::cpu>;
using Filled = nb::ndarray<double, nb::ndim<2>, nb::c_contig, nb::device::cpu>;
using Seven = std::tuple<Filled, Filled, Filled, Filled, Filled, Filled, Filled>;

constexpr std::size_t tuned = 17;

void score_series(const Grid &values, const Flags &log, const Row &sign, const Row &tuning,
                  const Seven &out, int threads) {
    const auto series = values.shape(0);
    const auto months = values.shape(1);
    if (log.size() != series || sign.size() != series || tuning.size() != tuned)
        throw std::invalid_argument("one flag and one sign a series, and 17 settings");
    const auto &[fresh, z, cusum, yearly, low, middle, high] = out;
    for (const auto *grid : {&fresh, &z, &cusum, &yearly, &low, &middle, &high})
        if (grid->shape(0) != series || grid->shape(1) != months)
            throw std::invalid_argument("an output of another shape than the values");
    const double *t = tuning.data();
    for (std::size_t i = 0; i < tuned; ++i)
        if (!(t[i] > -1e6 && t[i] < 1e6)) throw std::invalid_argument("a setting out of range");
    if (!(t[0] >= 12 && t[1] >= 2 && t[1] <= t[0] && t[2] >= 1 && t[3] >= 1 && t[4] >= t[3] && t[4] <= 24))
        throw std::invalid_argument("windows that contradict each other");
    const kanmon::Tuning tune{t[0], t[1], t[2],  t[3],  t[4],  t[5],  t[6],
                              t[7], t[8], t[9],  t[10], t[11], t[12], {t[13], t[14], t[15], t[16]}};
    const kanmon::SeriesIn in{values.data(), log.data(), sign.data(), series, months};
    const kanmon::SeriesOut fill{fresh.data(), z.data(),      cusum.data(), yearly.data(),
                                 low.data(),   middle.data(), high.data()};
    nb::gil_scoped_release free;
    kanmon::score(in, tune, fill, threads);
}

}  // namespace

void bind_signals(nb::module_ &m) {
    m.def("score_series", &score_series, nb::arg("values").noconvert(), nb::arg("log").noconvert(),
          nb::arg("sign").noconvert(), nb::arg("tuning").noconvert(), nb::arg("out").noconvert(),
          nb::arg("threads"), "Score every month of every series; see analysis.warning.scoring.");
}
