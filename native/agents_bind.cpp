// Python bindings of the agents kernels: every index is checked before a kernel relies on it.
#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/tuple.h>

#include <optional>
#include <stdexcept>
#include <string>
#include <tuple>

#include "agents.hpp"
#include "bind.hpp"

namespace nb = nanobind;

namespace {

template <class T>
using In = nb::ndarray<const T, nb::c_contig, nb::device::cpu>;
template <class T>
using Maybe = std::optional<In<T>>;
using Out = nb::ndarray<double, nb::c_contig, nb::device::cpu>;

using LinkArrays = std::tuple<In<std::int64_t>, In<std::uint32_t>, In<double>, In<double>,
                              In<double>, In<double>, In<std::int32_t>, In<std::int64_t>,
                              In<std::int32_t>>;
using OutArrays = std::tuple<Maybe<std::int64_t>, Maybe<std::int64_t>>;
using FirmArrays = std::tuple<In<std::int32_t>, In<std::int32_t>, In<std::int32_t>, std::size_t>;
using FactorArrays = std::tuple<In<double>, In<double>>;
using ClassArrays = std::tuple<Maybe<std::uint16_t>, Maybe<double>, Maybe<double>, Maybe<double>,
                               Maybe<double>>;
using RuleValues = std::tuple<double, bool, bool, int>;
using Results = std::tuple<Out, Out, Out, Out, Out>;

void need(bool good, const char *what) {
    if (!good) throw std::invalid_argument(std::string("agents kernel: ") + what);
}

template <class T>
const T *data(const Maybe<T> &array) {
    return array ? array->data() : nullptr;
}

// Rising bounds from 0 to `end`, as many as asked for.
void rising(const In<std::int64_t> &bounds, std::size_t count, std::size_t end, const char *what) {
    need(bounds.size() == count && count > 0, what);
    const auto *at = bounds.data();
    need(at[0] == 0 && at[count - 1] == static_cast<std::int64_t>(end), what);
    for (std::size_t i = 1; i < count; ++i) need(at[i] >= at[i - 1], what);
}

void within(const std::int32_t *index, std::size_t count, std::size_t end, const char *what) {
    for (std::size_t i = 0; i < count; ++i)
        need(index[i] >= 0 && static_cast<std::size_t>(index[i]) < end, what);
}

kanmon::Links links_of(const LinkArrays &arrays, const OutArrays &sold, const FirmArrays &kinds,
                       const ClassArrays &classes, bool levels) {
    const auto &[start, supplier, amount, final, output, target, sector, part, alone] = arrays;
    const auto &[out_start, out_link] = sold;
    const auto firms = final.size();
    const auto links = supplier.size();
    need(firms > 0 && firms < kanmon::first_of_group, "number of firms");
    rising(start, firms + 1, links, "starts of the clients' links");
    need(part.size() >= 2, "parts");
    rising(part, part.size(), firms, "parts");
    need(amount.size() == links, "amounts");
    need(output.size() == firms && target.size() == firms && sector.size() == firms, "firm arrays");
    for (std::size_t e = 0; e < links; ++e)
        need((supplier.data()[e] & ~kanmon::first_of_group) < firms, "supplier out of range");
    need(alone.size() == firms, "links alone");
    for (std::size_t i = 0; i < firms; ++i)
        need(alone.data()[i] >= 0 && alone.data()[i] <= start.data()[i + 1] - start.data()[i],
             "links alone out of range");
    const auto &marks = std::get<0>(classes);
    need(!marks || marks->size() == links, "classes of links");
    if (levels) {
        need(out_start && out_link && out_link->size() == links, "links by supplier");
        rising(*out_start, firms + 1, links, "starts of the suppliers' links");
        for (std::size_t k = 0; k < links; ++k)
            need(out_link->data()[k] >= 0 &&
                     static_cast<std::size_t>(out_link->data()[k]) < links,
                 "link out of range");
    }
    return {firms,          links,           part.size() - 1,
            start.data(),   alone.data(),    supplier.data(), amount.data(),
            final.data(),   output.data(),   target.data(),
            std::get<0>(kinds).data(),       sector.data(),
            part.data(),    data(marks),     data(out_start),
            data(out_link)};
}

kanmon::Course course_of(const FirmArrays &kinds, const FactorArrays &factors,
                         const ClassArrays &classes, const kanmon::Links &links, std::size_t lanes) {
    const auto &[kind, capacity_row, demand_row, sectors] = kinds;
    const auto &[capacity, demand] = factors;
    const auto &[marks, passes, wanted, release, reserve] = classes;
    need(capacity.ndim() == 3 && demand.ndim() == 3, "factors are not days x rows x lanes");
    const auto days = capacity.shape(0);
    need(days > 0 && days < 1000000 && demand.shape(0) == days, "days");
    need(capacity.shape(2) == lanes && demand.shape(2) == lanes, "lanes");
    need(kind.size() == links.firms, "kinds of firms");
    const auto count = capacity_row.size();
    need(count > 0 && demand_row.size() == count, "rows of kinds");
    within(kind.data(), links.firms, count, "kind out of range");
    within(capacity_row.data(), count, capacity.shape(1), "capacity row out of range");
    within(demand_row.data(), count, demand.shape(1), "demand row out of range");
    within(links.sector, links.firms, sectors, "sector out of range");
    std::size_t width = 0;
    if (marks) {
        need(passes && wanted && release, "tables of the classes");
        need(passes->ndim() == 3 && passes->shape(0) == days && passes->shape(2) == lanes,
             "passes are not days x classes x lanes");
        width = passes->shape(1);
        need(wanted->size() == passes->size() && release->size() == passes->size(),
             "tables of the classes differ in size");
        need(!reserve || reserve->size() == width * lanes, "reserves");
        for (std::size_t e = 0; e < links.links; ++e)
            need(links.marks[e] < width, "class out of range");
    }
    return {days,
            count,
            sectors,
            capacity.shape(1),
            demand.shape(1),
            width,
            capacity.data(),
            demand.data(),
            capacity_row.data(),
            demand_row.data(),
            data(passes),
            data(wanted),
            data(release),
            marks ? data(reserve) : nullptr};
}

void agents(const LinkArrays &arrays, const OutArrays &sold, const FirmArrays &kinds,
            const std::tuple<FactorArrays, ClassArrays> &shocks, const RuleValues &rules,
            const Results &results, int threads) {
    const auto &[factors, classes] = shocks;
    const auto &[pace, scaled, refill_only, rationing] = rules;
    const kanmon::Rules held{pace, scaled, refill_only, rationing};
    need(rationing >= 0 && rationing <= 3, "rationing");
    const auto &[output, unmet, bound, cost, residual] = results;
    const auto lanes = residual.size();
    need(lanes == 1 || (lanes == kanmon::agents_width && rationing < 2), "lanes");
    const auto links = links_of(arrays, sold, kinds, classes, rationing >= 2);
    const auto course = course_of(kinds, factors, classes, links, lanes);
    const auto nodes = course.kinds * lanes;
    need(output.size() == course.days * nodes && unmet.size() == output.size(), "outputs");
    need(bound.size() == nodes * course.sectors && cost.size() == bound.size(), "bindings");
    const kanmon::Daily fill{output.data(), unmet.data(), bound.data(), cost.data(),
                             residual.data()};
    nb::gil_scoped_release free;
    if (lanes == 1)
        kanmon::agents_single(links, course, held, fill, threads);
    else
        kanmon::agents_lanes(links, course, held, fill);
}

}  // namespace

void bind_agents(nb::module_ &m) {
    m.attr("agents_width") = kanmon::agents_width;
    m.def("agents", &agents, nb::arg("links"), nb::arg("sold"), nb::arg("kinds"),
          nb::arg("shocks"), nb::arg("rules"), nb::arg("results"), nb::arg("threads"),
          "Run firms with stocks day by day; fill output, unmet, bound, cost and residual.");
}
