// Stocks and orders of a day, in one stream over the deliveries.
#pragma once

#include "economy_sums.hpp"

namespace kanmon::ario {

// Weights of a sector's sellers, side by side.
template <std::size_t L>
KANMON_INLINE void line_up(State<L> &s, std::size_t p) {
    for (std::size_t r = 0; r < s.R; ++r)
        for (std::size_t l = 0; l < L; ++l) {
            const auto i = (r * s.P + p) * L + l;
            s.us[r * L + l] = s.weigh_old[i] * s.phi[i];
            s.uc[r * L + l] = s.weigh[i];
        }
    s.sum.fill(0.0);
}

// Demand tomorrow's sellers of a sector will meet.
template <std::size_t L>
KANMON_INLINE void take_orders(State<L> &s, std::size_t p) {
    for (std::size_t r = 0; r < s.R; ++r)
        for (std::size_t l = 0; l < L; ++l) {
            const auto f = r * s.P + p;
            const auto i = f * L + l;
            s.demand[i] = s.weigh[i] * s.sum[r * L + l] + s.final_next[i] + s.eco.restock[f];
        }
}

// Stocks of vector v take in what came and give what was used.
template <std::size_t L>
KANMON_INLINE void restock(State<L> &s, std::size_t p, std::size_t v, const Wide &recv) {
    const auto at = p * s.width + wide * v;
    Wide held{}, need{}, made{}, zero{};
    splat(zero, 0.0);
    load(held, s.stock.get() + at);
    load(made, s.made.get() + wide * v);
    cell<L>(need, s, s.need, s.eco.need, p, v);
    Wide use = made * need;
    least(use, held + recv);
    held = held - use + recv;
    most(held, zero);
    store(s.stock.get() + at, held);
}

// Orders of vector v: what was used and a part of what stocks lack.
template <std::size_t L>
KANMON_INLINE void order(State<L> &s, std::size_t p, std::size_t v, const Wide &all,
                         const Wide *turn, bool no_gap, Wide &h) {
    const auto at = p * s.width + wide * v;
    Wide held{}, need{}, made{}, best{}, zero{};
    splat(zero, 0.0);
    load(held, s.stock.get() + at);
    load(made, s.made.get() + wide * v);
    load(best, s.best.get() + wide * v);
    cell<L>(need, s, s.need, s.eco.need, p, v);
    Wide want = best * need * s.eco.cover[p] - held;
    most(want, zero);
    if (no_gap) want = zero;
    want = want * s.eco.pace[p] + made * need;
    ratio(h, want, all);
    if (turn) h = h * *turn;
    store(s.hire.get() + at, h);
}

// Deliveries, stocks and orders of a day: a group of tiles stays in the nearest cache between
// its two uses.
template <std::size_t L>
KANMON_INLINE void one_stream(State<L> &s, bool begin) {
    Group<L> g;
    for (g.p = 0; g.p < s.P; ++g.p) {
        line_up(s, g.p);
        Wide received[L] = {};
        for (g.tile = 0; g.tile < s.eco.tiles; g.tile += together) {
            pick(s, g);
            gather(s, g);
            for (std::size_t t = 0; t < g.count; ++t)
                for (std::size_t v = 0; v < L; ++v) {
                    const auto at = (g.tile + t) * L + v;
                    if (!begin) {
                        Wide h{};
                        load(h, s.hire.get() + g.p * s.width + wide * at);
                        const Wide recv = g.got[t][v] * h;
                        received[v] += recv;
                        restock<L>(s, g.p, at, recv);
                    }
                    order<L>(s, g.p, at, g.all[t][v], g.shut ? &g.turn[t][v] : nullptr, false,
                             g.h[t][v]);
                }
            push_all(s, g);
        }
        for (std::size_t l = 0; l < L; ++l) {
            double whole = 0.0;
            for (std::size_t j = 0; j < wide; ++j)
                whole += L == 1 ? received[0][j] : received[j % L][l];
            s.left_over[g.p * L + l] = whole;
        }
        take_orders(s, g.p);
    }
}

}  // namespace kanmon::ario
