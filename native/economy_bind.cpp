// Python bindings of the economy kernels. Sizes and indices are checked here, so that no input
// makes the kernel read or write outside its arrays.
#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>
#include <nanobind/stl/tuple.h>
#include <nanobind/stl/vector.h>

#include <stdexcept>
#include <tuple>
#include <vector>

#include "bind.hpp"
#include "economy.hpp"

namespace nb = nanobind;

namespace {

template <class T>
using In = nb::ndarray<const T, nb::ndim<1>, nb::c_contig, nb::device::cpu>;
template <class T>
using Out = nb::ndarray<T, nb::ndim<1>, nb::c_contig, nb::device::cpu>;
using Doubles = In<double>;
using Whole = In<std::int32_t>;

// z packed, need, reach, ease, cover, pace, (output, stocks, restock)
using TableArrays =
    std::tuple<Doubles, Doubles, Doubles, Doubles, Doubles, Doubles, Doubles, Doubles, Doubles>;
// phase, (capacity, wanted, final), (cut, passes, spare), (swap, left), (reserve, held, rate)
using CourseArrays =
    std::tuple<Whole, std::tuple<Doubles, Doubles, Doubles>, std::tuple<Whole, Doubles, Doubles>,
               std::tuple<Whole, Doubles>, std::tuple<Whole, Doubles, Doubles>>;
// made, unmet, bound, lost, residual
using CourseOuts =
    std::tuple<Out<double>, Out<double>, Out<std::int32_t>, Out<double>, Out<double>>;
using Shape = std::tuple<std::size_t, std::size_t, std::size_t>;

void same(std::size_t size, std::size_t wanted) {
    if (size != wanted) throw std::invalid_argument("an array has the wrong number of elements");
}

void within(const Whole &values, std::size_t step, std::size_t offset, std::size_t end) {
    for (std::size_t k = offset; k < values.size(); k += step)
        if (values.data()[k] < 0 || static_cast<std::size_t>(values.data()[k]) >= end)
            throw std::invalid_argument("an index is out of range");
}

kanmon::Economy economy_of(const TableArrays &arrays, std::size_t sectors, std::size_t economies) {
    if (sectors < 1 || economies < 1 || sectors > 100000 || economies > 100000)
        throw std::invalid_argument("sectors or economies out of range");
    const auto size = sectors * economies;
    const auto tiles = (size + 7) / 8;
    const auto rows = (economies + 7) / 8 * 8;
    const auto &[z, need, reach, ease, cover, pace, output, stocks, restock] = arrays;
    same(z.size(), sectors * tiles * rows * 8);
    for (const auto got : {need.size(), reach.size(), ease.size()}) same(got, sectors * tiles * 8);
    for (const auto got : {cover.size(), pace.size()}) same(got, sectors);
    for (const auto got : {output.size(), stocks.size(), restock.size()}) same(got, tiles * 8);
    return {sectors,      economies,    size,         tiles,        rows,
            z.data(),     need.data(),  reach.data(), ease.data(),  cover.data(),
            pace.data(),  output.data(), stocks.data(), restock.data()};
}

kanmon::Course course_of(const CourseArrays &in, const CourseOuts &out,
                         const kanmon::Economy &eco, std::size_t days) {
    const auto &[phase, demand, edges, swaps, reserves] = in;
    const auto &[capacity, wanted, final] = demand;
    const auto &[cut, passes, spare] = edges;
    const auto &[swap, left] = swaps;
    const auto &[reserve, held, rate] = reserves;
    const auto &[made, unmet, bound, lost, residual] = out;
    const auto cells = eco.sectors * eco.economies;
    if (spare.size() == 0 || spare.size() % cells) throw std::invalid_argument("no phases");
    const auto phases = spare.size() / cells;
    same(phase.size(), days);
    within(phase, 1, 0, phases);
    for (const auto got : {capacity.size(), wanted.size(), final.size()})
        same(got, phases * eco.size);
    if (cut.size() % 3 || swap.size() % 2 || reserve.size() % 2)
        throw std::invalid_argument("an index table has rows of the wrong length");
    within(cut, 3, 0, eco.sectors);
    within(cut, 3, 1, eco.economies);
    within(cut, 3, 2, eco.economies);
    same(passes.size(), phases * (cut.size() / 3));
    within(swap, 2, 0, eco.sectors);
    within(swap, 2, 1, eco.size);
    same(left.size(), phases * (swap.size() / 2));
    within(reserve, 2, 0, eco.sectors);
    within(reserve, 2, 1, eco.size);
    same(held.size(), reserve.size() / 2);
    same(rate.size(), phases * (reserve.size() / 2));
    for (const auto got : {made.size(), unmet.size()}) same(got, days * eco.size);
    for (const auto got : {bound.size(), lost.size()}) same(got, eco.size * eco.sectors);
    same(residual.size(), 1);
    return {phases,        phase.data(),  capacity.data(),  wanted.data(), final.data(),
            cut.size() / 3, cut.data(),   passes.data(),    spare.data(),  swap.size() / 2,
            swap.data(),   left.data(),   reserve.size() / 2, reserve.data(), held.data(),
            rate.data(),   made.data(),   unmet.data(),     bound.data(),  lost.data(),
            residual.data()};
}

void run(const TableArrays &table, const Shape &shape,
         const std::tuple<double, double, double, bool, bool> &habits,
         const std::vector<CourseArrays> &in, const std::vector<CourseOuts> &out) {
    const auto [sectors, economies, days] = shape;
    const auto eco = economy_of(table, sectors, economies);
    if (days < 1) throw std::invalid_argument("no days");
    if ((in.size() != 1 && in.size() != 8) || out.size() != in.size())
        throw std::invalid_argument("one or eight courses at a time");
    std::vector<kanmon::Course> courses;
    for (std::size_t k = 0; k < in.size(); ++k)
        courses.push_back(course_of(in[k], out[k], eco, days));
    const kanmon::Habits how{std::get<0>(habits), std::get<1>(habits), std::get<2>(habits),
                             std::get<3>(habits), std::get<4>(habits)};
    nb::gil_scoped_release free;
    kanmon::run_economy(eco, how, courses, days);
}

void pack(const Doubles &z, const Shape &shape, const Out<double> &packed) {
    const auto [sectors, economies, days] = shape;
    static_cast<void>(days);
    if (sectors < 1 || economies < 1 || sectors > 100000 || economies > 100000)
        throw std::invalid_argument("sectors or economies out of range");
    const auto size = sectors * economies;
    same(z.size(), size * size);
    same(packed.size(), sectors * ((size + 7) / 8) * ((economies + 7) / 8 * 8) * 8);
    nb::gil_scoped_release free;
    kanmon::pack_economy(z.data(), sectors, economies, packed.data());
}

}  // namespace

void bind_economy(nb::module_ &m) {
    m.def("economy_pack", &pack, nb::arg("z").noconvert(), nb::arg("shape"),
          nb::arg("packed").noconvert(),
          "Pack deliveries by input sector and tiles of eight buyers.");
    m.def("economy_run", &run, nb::arg("table").noconvert(), nb::arg("shape"), nb::arg("habits"),
          nb::arg("courses").noconvert(), nb::arg("out").noconvert(),
          "Run one or eight courses of days; fill output, unmet demand, what bound and residual.");
}
