// Python bindings of the cascade kernels. Every size and index is checked here.
#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>

#include <cmath>
#include <stdexcept>
#include <tuple>

#include <nanobind/stl/tuple.h>

#include "bind.hpp"
#include "cascade.hpp"

namespace nb = nanobind;

namespace {

template <class T>
using In = nb::ndarray<const T, nb::ndim<1>, nb::c_contig, nb::device::cpu>;
template <class T>
using Out = nb::ndarray<T, nb::c_contig, nb::device::cpu>;
using Starts = In<std::int64_t>;
using Firms = In<std::int32_t>;
using Reals = In<double>;

// Rows, firms, shares; then whom each firm reaches.
using UpArrays = std::tuple<Starts, Firms, Reals, Starts, Firms, Reals>;
using DownArrays = std::tuple<Starts, Starts, Firms, Reals, Starts, Firms>;
using MarketArrays = std::tuple<Firms, Starts, Firms, Reals, Reals>;
using ShockArrays = std::tuple<Starts, Firms, Reals, Reals, Starts, Starts, Starts, Reals>;
using ToldArrays = std::tuple<Out<double>, Out<std::int32_t>, Out<double>, Out<double>>;

void need(bool right, const char *what) {
    if (!right) throw std::invalid_argument(what);
}

// A list of starts: from 0, never falling, ending at `last`.
void starts(const Starts &at, std::size_t rows, std::size_t last) {
    need(at.size() == rows + 1 && at.data()[0] == 0 &&
             at.data()[rows] == static_cast<std::int64_t>(last),
         "starts do not fit their list");
    for (std::size_t k = 0; k < rows; ++k) need(at.data()[k] <= at.data()[k + 1], "starts fall");
}

template <class T>
void within(const In<T> &ids, std::int64_t least, std::int64_t end) {
    for (std::size_t k = 0; k < ids.size(); ++k)
        need(ids.data()[k] >= least && ids.data()[k] < end, "a number is out of range");
}

void shares(const Reals &values) {
    for (std::size_t k = 0; k < values.size(); ++k)
        need(values.data()[k] >= 0.0 && values.data()[k] <= 1.0, "a share is not in [0, 1]");
}

void amounts(const Reals &values) {
    for (std::size_t k = 0; k < values.size(); ++k)
        need(values.data()[k] >= 0.0 && std::isfinite(values.data()[k]), "an amount is negative or not finite");
}

kanmon::CascadeGraph checked(const UpArrays &up, const DownArrays &down, const MarketArrays &market) {
    const auto &[up_start, up_firm, up_share, up_back_start, up_back, up_back_share] = up;
    const auto &[row_start, group_start, down_firm, down_share, down_back_start, down_back] = down;
    const auto &[market_of, member_start, member, sold, weight] = market;
    const std::size_t firms = market_of.size();
    need(firms > 0 && firms < 0x7fffffff && member_start.size() > 1, "no firm or no market");
    const std::size_t markets = member_start.size() - 1;
    need(sold.size() == firms && weight.size() == firms && member.size() == firms, "lists of firms differ in length");
    starts(up_start, firms, up_firm.size());
    starts(up_back_start, firms, up_back.size());
    need(up_share.size() == up_firm.size() && up_back_share.size() == up_firm.size() &&
             up_back.size() == up_firm.size(), "up links differ in length");
    need(row_start.size() == firms + 1 && group_start.size() > 0, "groups are missing");
    starts(row_start, firms, group_start.size() - 1);
    starts(group_start, group_start.size() - 1, down_firm.size());
    starts(down_back_start, firms, down_back.size());
    need(down_share.size() == down_firm.size() && down_back.size() == down_firm.size(), "down links differ in length");
    starts(member_start, markets, firms);
    const auto end = static_cast<std::int64_t>(firms);
    for (const auto *ids : {&up_firm, &up_back, &down_firm, &down_back, &member}) within(*ids, 0, end);
    within(market_of, 0, static_cast<std::int64_t>(markets));
    shares(up_share);
    shares(up_back_share);
    shares(down_share);
    amounts(sold);
    amounts(weight);

    return {static_cast<std::int32_t>(firms), static_cast<std::int32_t>(markets),
            up_start.data(), up_firm.data(), up_share.data(), up_back_start.data(), up_back.data(), up_back_share.data(),
            row_start.data(), group_start.data(), down_firm.data(), down_share.data(),
            down_back_start.data(), down_back.data(),
            market_of.data(), member_start.data(), member.data(), sold.data(), weight.data()};
}

void lengths(const UpArrays &up, const DownArrays &down, const MarketArrays &market,
             const Firms &firms, double eps, const Out<double> &out) {
    const auto graph = checked(up, down, market);
    within(firms, 0, graph.firms);
    need(out.size() == firms.size() && eps >= 0.0, "an output has the wrong size");
    nb::gil_scoped_release free;
    kanmon::cascade_lengths(graph, firms.data(), firms.size(), eps, out.data());
}

void run(const UpArrays &up, const DownArrays &down, const MarketArrays &market,
         const ShockArrays &shock, const std::tuple<double, int, bool, bool> &rules, int threads,
         const ToldArrays &told) {
    const auto graph = checked(up, down, market);
    const auto &[start, firm, lost_down, lost_up, cut_start, cut_up, cut_down, cut] = shock;
    const auto &[totals, steps, state_down, state_up] = told;
    const auto firms = static_cast<std::size_t>(graph.firms);
    const auto end = static_cast<std::int64_t>(firms);

    need(start.size() > 0, "no starts of shocks");
    const std::size_t count = start.size() - 1;
    need(lost_down.size() == firm.size() && lost_up.size() == firm.size(), "shocks differ in length");
    starts(start, count, firm.size());
    starts(cut_start, count, cut.size());
    need(cut_up.size() == cut.size() && cut_down.size() == cut.size(), "cuts differ in length");
    within(firm, 0, end);
    within(cut_up, 0, graph.up_start[firms]);
    within(cut_down, -1, graph.group_start[graph.row_start[firms]]);
    for (const auto *lost : {&lost_down, &lost_up, &cut}) shares(*lost);
    need(std::get<0>(rules) >= 0.0 && std::get<1>(rules) >= 1, "rules out of range");
    need(totals.size() == 4 * count && steps.size() == count, "an output has the wrong size");
    const bool states = state_down.size() > 0;
    need(state_down.size() == state_up.size() && (!states || state_down.size() == count * firms), "the states have the wrong size");

    const kanmon::CascadeShocks shocks{count, start.data(), firm.data(), lost_down.data(), lost_up.data(),
                                       cut_start.data(), cut_up.data(), cut_down.data(), cut.data()};
    const kanmon::CascadeRules how{std::get<0>(rules), std::get<1>(rules), std::get<2>(rules), std::get<3>(rules)};
    const kanmon::CascadeTold fill{totals.data(), steps.data(), states ? state_down.data() : nullptr,
                                   states ? state_up.data() : nullptr};
    nb::gil_scoped_release free;
    kanmon::cascade(graph, shocks, how, fill, static_cast<unsigned>(threads < 1 ? 1 : threads));
}

}  // namespace

void bind_cascade(nb::module_ &m) {
    m.def("cascade_lengths", &lengths, nb::arg("up").noconvert(), nb::arg("down").noconvert(),
          nb::arg("market").noconvert(), nb::arg("firms").noconvert(), nb::arg("eps"),
          nb::arg("lengths").noconvert(), "Guess how many steps the failure of each firm takes.");
    m.def("cascade", &run, nb::arg("up").noconvert(), nb::arg("down").noconvert(),
          nb::arg("market").noconvert(), nb::arg("shock").noconvert(), nb::arg("rules"),
          nb::arg("threads"), nb::arg("told").noconvert(),
          "Run shocks through the cascade; fill totals, steps and, where asked, states.");
}
