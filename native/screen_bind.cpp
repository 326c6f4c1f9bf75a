// Python bindings of the dependency screen's kernels.
#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>

#include <stdexcept>
#include <tuple>

#include <nanobind/stl/tuple.h>

#include "bind.hpp"
#include "bloc.hpp"
#include "screen.hpp"

namespace nb = nanobind;

namespace {

template <class T>
using In = nb::ndarray<const T, nb::ndim<1>, nb::c_contig, nb::device::cpu>;
template <class T>
using Out = nb::ndarray<T, nb::c_contig, nb::device::cpu>;

kanmon::Rows rows(const In<std::int32_t> &k, const In<std::int16_t> &j, const In<std::int16_t> &i,
                  const In<double> &v) {
    const auto n = k.size();
    if (j.size() != n || i.size() != n || v.size() != n)
        throw std::invalid_argument("columns k, j, i, v differ in length");
    return {k.data(), j.data(), i.data(), v.data(), n};
}

void need(std::size_t size, std::size_t least) {
    if (size < least) throw std::invalid_argument("an output array is too small for its products");
}

std::tuple<int, std::size_t> told(const kanmon::Verdict &verdict) {
    return {static_cast<int>(verdict.fault), verdict.row};
}

kanmon::Span span(const std::tuple<int, int, int> &asked) {
    const auto [first, last, economies] = asked;
    if (first < 0 || last < first || economies < 1 || economies > 32767)
        throw std::invalid_argument("products or economies out of range");
    return {first, last, static_cast<std::int16_t>(economies)};
}

using Columns = std::tuple<In<std::int32_t>, In<std::int16_t>, In<std::int16_t>, In<double>>;
using Triple = std::tuple<int, int, int>;
using CellArrays = std::tuple<Out<double>, Out<double>, Out<double>, Out<double>, Out<std::int16_t>,
                              Out<std::int16_t>, Out<std::int8_t>, Out<double>, Out<double>>;
using BlocArrays = std::tuple<Out<double>, Out<double>, Out<double>, Out<double>, Out<double>,
                              Out<std::int16_t>, Out<std::int16_t>>;

std::tuple<int, std::size_t> screen(const Columns &columns, const Triple &asked,
                                    const std::tuple<double, double, double> &cuts,
                                    const CellArrays &out) {
    const auto &[k, j, i, v] = columns;
    const auto &[imports, exports, hhi, top_share, top, suppliers, criteria, world_exports,
                 world_hhi] = out;
    const auto data = rows(k, j, i, v);
    const auto where = span(asked);
    const auto cells = static_cast<std::size_t>(where.last) * where.economies;
    for (const auto size : {imports.size(), exports.size(), hhi.size(), top_share.size(),
                            top.size(), suppliers.size(), criteria.size()})
        need(size, cells);
    need(world_exports.size(), static_cast<std::size_t>(where.last));
    need(world_hhi.size(), static_cast<std::size_t>(where.last));
    const kanmon::Cuts above{std::get<0>(cuts), std::get<1>(cuts), std::get<2>(cuts)};
    const kanmon::Cells fill{imports.data(),   exports.data(),       hhi.data(),
                             top_share.data(), top.data(),           suppliers.data(),
                             criteria.data(),  world_exports.data(), world_hhi.data()};
    nb::gil_scoped_release free;
    return told(kanmon::screen(data, where, above, fill));
}

std::tuple<int, std::size_t> bloc(const Columns &columns, const Triple &asked,
                                  const In<std::uint8_t> &member, const BlocArrays &out) {
    const auto &[k, j, i, v] = columns;
    const auto &[imports, intra, exports, hhi, top_share, top, suppliers] = out;
    const auto data = rows(k, j, i, v);
    const auto where = span(asked);
    for (const auto size : {imports.size(), intra.size(), exports.size(), hhi.size(),
                            top_share.size(), top.size(), suppliers.size()})
        need(size, static_cast<std::size_t>(where.last));
    need(member.size(), static_cast<std::size_t>(where.economies));
    const kanmon::BlocCells fill{imports.data(),   intra.data(), exports.data(), hhi.data(),
                                 top_share.data(), top.data(),   suppliers.data()};
    nb::gil_scoped_release free;
    return told(kanmon::bloc(data, where, member.data(), fill));
}

}  // namespace

void bind_screen(nb::module_ &m) {
    m.def("screen", &screen, nb::arg("columns").noconvert(), nb::arg("span"), nb::arg("cuts"), nb::arg("out").noconvert(),
          "Fill the screen's cells for a block of products; return (fault, row).");
    m.def("bloc", &bloc, nb::arg("columns").noconvert(), nb::arg("span"), nb::arg("member").noconvert(), nb::arg("out").noconvert(),
          "Fill a bloc's figures for a block of products; return (fault, row).");
}
