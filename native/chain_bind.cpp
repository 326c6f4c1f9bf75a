// Python bindings of the chain kernel. Sizes, indices and orders are checked here, so that no
// input makes the kernel read or write outside its arrays.
#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/tuple.h>
#include <nanobind/stl/vector.h>

#include <stdexcept>
#include <tuple>
#include <utility>
#include <vector>

#include "bind.hpp"
#include "chain.hpp"

namespace nb = nanobind;

namespace {

template <class T>
using In = nb::ndarray<const T, nb::ndim<1>, nb::c_contig, nb::device::cpu>;
template <class T>
using Out = nb::ndarray<T, nb::ndim<1>, nb::c_contig, nb::device::cpu>;
using Doubles = In<double>;
using Whole = In<std::int32_t>;
using Pair = std::pair<Whole, Whole>;

// (good, base, use, final, make), (origin, to, share, lead, served, turn),
// (input, maker, weight, stock, bite)
using WorldArrays =
    std::tuple<std::tuple<Whole, Doubles, Doubles, Doubles, Whole>,
               std::tuple<Whole, Whole, Doubles, Whole, Whole, Whole>,
               std::tuple<Whole, Whole, Doubles, Doubles, Doubles>>;
// profiles, tracks, reserve, held, (partner, group, pooled), live
using CourseArrays = std::tuple<Doubles, std::vector<Pair>, Pair, Doubles,
                                std::tuple<Whole, Whole, Whole>, Whole>;
// made, unmet, bound, lost, missing, residual
using CourseOuts = std::tuple<Out<double>, Out<double>, Out<std::int32_t>, Out<double>,
                              Out<double>, Out<double>>;

void same(std::size_t size, std::size_t wanted) {
    if (size != wanted) throw std::invalid_argument("an array has the wrong number of elements");
}

void within(const Whole &values, std::size_t end) {
    for (std::size_t k = 0; k < values.size(); ++k)
        if (values.data()[k] < 0 || static_cast<std::size_t>(values.data()[k]) >= end)
            throw std::invalid_argument("an index is out of range");
}

void rising(const Whole &values) {
    for (std::size_t k = 1; k < values.size(); ++k)
        if (values.data()[k] < values.data()[k - 1])
            throw std::invalid_argument("an index is out of order");
}

constexpr std::size_t longest = 100000;

kanmon::Chain chain_of(const WorldArrays &world, std::size_t goods) {
    const auto &[nodes, edges, slots] = world;
    const auto &[good, base, use, final, make] = nodes;
    const auto &[origin, to, share, lead, served, turn] = edges;
    const auto &[input, maker, weight, stock, bite] = slots;
    const auto n = good.size(), m = origin.size(), s = input.size();
    for (const auto got : {base.size(), use.size(), final.size(), make.size()}) same(got, n);
    for (const auto got : {to.size(), share.size(), lead.size(), served.size(), turn.size()})
        same(got, m);
    for (const auto got : {maker.size(), weight.size(), stock.size(), bite.size()}) same(got, s);
    within(good, goods);
    rising(good);
    within(make, longest);
    within(lead, longest);
    within(served, m);
    for (const auto *nodes_of : {&origin, &to, &input, &maker}) within(*nodes_of, n);
    rising(maker);
    for (std::size_t k = 1; k < m; ++k)
        if (origin.data()[served.data()[k]] < origin.data()[served.data()[k - 1]])
            throw std::invalid_argument("edges are served out of order");
    return {goods,         n,           m,           s,             good.data(),   base.data(),
            use.data(),    final.data(), make.data(), origin.data(), to.data(),     share.data(),
            lead.data(),   served.data(), turn.data(), input.data(), maker.data(),  weight.data(),
            stock.data(),  bite.data()};
}

kanmon::Track track_of(const Pair &pair, std::size_t end, std::size_t rows) {
    same(pair.second.size(), pair.first.size());
    within(pair.first, end);
    within(pair.second, rows);
    return {pair.first.size(), pair.first.data(), pair.second.data()};
}

kanmon::ChainCourse course_of(const CourseArrays &in, const CourseOuts &out,
                              const kanmon::Chain &chain, std::size_t days) {
    const auto &[profiles, tracks, reserve, held, partners, live] = in;
    const auto &[partner, group, pooled] = partners;
    const auto &[made, unmet, bound, lost, missing, residual] = out;
    const auto rows = profiles.size() / days;
    same(profiles.size(), rows * days);
    same(tracks.size(), kanmon::factors);
    kanmon::ChainCourse one{};
    one.rows = rows;
    one.profiles = profiles.data();
    for (std::size_t k = 0; k < kanmon::factors; ++k) {
        const bool edge = k == kanmon::passes || k == kanmon::order;
        const auto end = edge ? chain.edges : k == kanmon::need ? chain.slots : chain.nodes;
        one.tracks[k] = track_of(tracks[k], end, rows);
    }
    one.reserve = track_of(reserve, chain.nodes, rows);
    same(held.size(), one.reserve.size);
    one.held = held.data();
    same(group.size(), partner.size());
    within(partner, chain.nodes);
    within(group, pooled.size());
    within(pooled, rows);
    one.partners = partner.size();
    one.groups = pooled.size();
    one.partner = partner.data();
    one.group = group.data();
    one.pooled = pooled.data();
    same(live.size(), chain.goods);
    one.live = live.data();
    for (const auto got : {made.size(), unmet.size()}) same(got, days * chain.nodes);
    for (const auto got : {bound.size(), lost.size()}) same(got, chain.slots);
    same(missing.size(), chain.edges);
    same(residual.size(), 1);
    one.made = made.data();
    one.unmet = unmet.data();
    one.bound = bound.data();
    one.lost = lost.data();
    one.missing = missing.data();
    one.residual = residual.data();
    return one;
}

void run(const WorldArrays &world, std::size_t goods, std::size_t days,
         const std::vector<CourseArrays> &in, const std::vector<CourseOuts> &out) {
    if (days < 1 || days > longest) throw std::invalid_argument("days out of range");
    if (goods > longest) throw std::invalid_argument("too many goods");
    if ((in.size() != 1 && in.size() != 8) || out.size() != in.size())
        throw std::invalid_argument("one or eight courses at a time");
    const auto chain = chain_of(world, goods);
    std::vector<kanmon::ChainCourse> courses;
    for (std::size_t k = 0; k < in.size(); ++k)
        courses.push_back(course_of(in[k], out[k], chain, days));
    nb::gil_scoped_release free;
    kanmon::run_chain(chain, courses, days);
}

}  // namespace

void bind_chain(nb::module_ &m) {
    m.def("chain_run", &run, nb::arg("world").noconvert(), nb::arg("goods"), nb::arg("days"),
          nb::arg("courses").noconvert(), nb::arg("out").noconvert(),
          "Run one or eight courses of days; fill output, unmet use, what bound and residual.");
}
