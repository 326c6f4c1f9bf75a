// Work on one tile of deliveries: sums over sellers, stocks, orders; and a day in one stream.
#pragma once

#include "economy_run.hpp"

namespace kanmon::ario {

// An array of industries shared by all lanes.
template <std::size_t L>
KANMON_INLINE void shared(Wide &out, const double *from, std::size_t v) {
    if constexpr (L == 1)
        load(out, from + wide * v);
    else
        splat(out, from[v]);
}

// A cell of input by industry: a lane's own where some lane has swaps, else the common one.
template <std::size_t L>
KANMON_INLINE void cell(Wide &out, const State<L> &s, const std::vector<Block> &own,
                        const double *common, std::size_t p, std::size_t v) {
    if (own[p])
        load(out, own[p].get() + wide * v);
    else
        shared<L>(out, common + p * s.eco.tiles * wide, v);
}

// Where column j of a tile buys; columns past the end hold nothing.
template <std::size_t L>
KANMON_INLINE std::size_t buyer(const State<L> &s, std::size_t tile, std::size_t j) {
    return std::min((tile * wide + j) / s.P, s.R - 1);
}

template <std::size_t L>
KANMON_INLINE bool is_shut(const State<L> &s, std::size_t p, std::size_t tile) {
    if (!s.pass_now[p]) return false;
    const auto last = buyer(s, tile, wide - 1);
    for (auto r = buyer(s, tile, 0); r <= last; ++r)
        if (s.shut[p * s.R + r]) return true;
    return false;
}

// Share that passes from economy r to the buyers of vector v of a tile.
template <std::size_t L>
KANMON_INLINE void passing(Wide &out, const State<L> &s, const Block &table, std::size_t r,
                           std::size_t tile, std::size_t v) {
    if constexpr (L == 1) {
        double part[wide];
        for (std::size_t j = 0; j < wide; ++j) part[j] = table[r * s.R + buyer(s, tile, j)];
        load(out, part);
    } else {
        load(out, table.get() + (r * s.R + buyer(s, tile, v)) * L);
    }
}

template <std::size_t L>
KANMON_INLINE void delivery(Wide &out, const double *z, std::size_t r, std::size_t v) {
    if constexpr (L == 1)
        load(out, z + r * wide);
    else
        splat(out, z[r * wide + v]);
}

template <std::size_t L>
KANMON_INLINE void seller(Wide &out, const double *weights, std::size_t r) {
    if constexpr (L == 1)
        splat(out, weights[r]);
    else
        load(out, weights + r * L);
}

// What suppliers together deliver (got) and could (all) a unit of orders, and by how much buyers
// turn to those who are not cut off (turn).
template <std::size_t L>
KANMON_INLINE void sums(const State<L> &s, const double *z, Wide *got, Wide *all) {
    Wide delivered[L] = {}, able[L] = {};
    const double *served = s.us.get(), *could = s.uc.get();
    const auto sellers = s.R;
    for (std::size_t r = 0; r < sellers; ++r) {
        Wide a{}, b{}, amount{};
        seller<L>(a, served, r);
        seller<L>(b, could, r);
        KANMON_UNROLL
        for (std::size_t v = 0; v < L; ++v) {
            delivery<L>(amount, z, r, v);
            delivered[v] += amount * a;
            able[v] += amount * b;
        }
    }
    KANMON_UNROLL
    for (std::size_t v = 0; v < L; ++v) {
        got[v] = delivered[v];
        all[v] = able[v];
    }
}

template <std::size_t L>
KANMON_INLINE void cut_sums(const State<L> &s, std::size_t p, std::size_t tile, const double *z,
                            Wide *got, Wide *all, Wide *turn) {
    for (std::size_t v = 0; v < L; ++v) {
        Wide open{}, amount{}, served{}, could{}, pass{};
        splat(got[v], 0.0);
        splat(all[v], 0.0);
        splat(open, 0.0);
        for (std::size_t r = 0; r < s.R; ++r) {
            seller<L>(served, s.us.get(), r);
            seller<L>(could, s.uc.get(), r);
            delivery<L>(amount, z, r, v);
            passing<L>(pass, s, s.pass_now[p], r, tile, v);
            got[v] += amount * pass * served;
            all[v] += amount * could;
            passing<L>(pass, s, s.pass_next[p], r, tile, v);
            open += amount * pass * could;
        }
        Wide room{}, spare{};
        if constexpr (L == 1) {
            double part[wide];
            for (std::size_t j = 0; j < wide; ++j) part[j] = s.spare[p * s.R + buyer(s, tile, j)];
            load(spare, part);
        } else {
            load(spare, s.spare.get() + (p * s.R + buyer(s, tile, v)) * L);
        }
        ratio(room, all[v], open);
        turn[v] = spare + 1.0;
        least(turn[v], room);
    }
}

// Orders of a tile reach the sellers: sum[r] += z h.
template <std::size_t L, bool Cut>
KANMON_INLINE void push(const State<L> &s, std::size_t p, std::size_t tile, const double *z,
                        const Wide *orders) {
    Wide h[L];
    KANMON_UNROLL
    for (std::size_t v = 0; v < L; ++v) h[v] = orders[v];
    double *sum = s.sum.get();
    const std::size_t step = L == 1 ? wide : 1;
    const auto sellers = L == 1 ? s.eco.rows : s.R;
    for (std::size_t r = 0; r < sellers; r += step) {
        Wide term[wide], total{}, before{};
        KANMON_UNROLL
        for (std::size_t k = 0; k < wide; ++k) {
            Wide amount{}, pass{};
            const std::size_t row = L == 1 ? r + k : r;
            const std::size_t v = L == 1 ? 0 : k;
            delivery<L>(amount, z, row, v);
            if constexpr (Cut) {
                passing<L>(pass, s, s.pass_next[p], row, tile, v);
                amount = amount * pass;
            }
            term[k] = amount * h[v];
        }
        if constexpr (L == 1)
            row_sums(total, term);
        else
            total = ((term[0] + term[1]) + (term[2] + term[3])) +
                    ((term[4] + term[5]) + (term[6] + term[7]));
        load(before, sum + r * L);
        store(sum + r * L, before + total);
    }
}

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

template <std::size_t L>
KANMON_INLINE const double *tile_of(const State<L> &s, std::size_t p, std::size_t tile) {
    return s.eco.z + (p * s.eco.tiles + tile) * s.eco.rows * wide;
}

// The same for four neighbouring tiles of a single course, whose additions do not wait for each
// other; the order within each is the same.
KANMON_INLINE void four_sums(const State<1> &s, const double *z, Wide *got, Wide *all) {
    Wide delivered[4] = {}, able[4] = {};
    const double *served = s.us.get(), *could = s.uc.get();
    const auto sellers = s.R, stride = s.eco.rows * wide;
    for (std::size_t r = 0; r < sellers; ++r) {
        Wide a{}, b{}, amount{};
        splat(a, served[r]);
        splat(b, could[r]);
        KANMON_UNROLL
        for (std::size_t v = 0; v < 4; ++v) {
            load(amount, z + v * stride + r * wide);
            delivered[v] += amount * a;
            able[v] += amount * b;
        }
    }
    KANMON_UNROLL
    for (std::size_t v = 0; v < 4; ++v) {
        got[v] = delivered[v];
        all[v] = able[v];
    }
}

// Stocks and orders of a tile, once its sums are known.
template <std::size_t L>
KANMON_INLINE void settle(State<L> &s, std::size_t p, std::size_t tile, const Wide *got,
                          const Wide *all, const Wide *turn, Wide *received) {
    Wide h[L];
    KANMON_UNROLL
    for (std::size_t v = 0; v < L; ++v) {
        const auto at = tile * L + v;
        if (received) {
            load(h[v], s.hire.get() + p * s.width + wide * at);
            const Wide recv = got[v] * h[v];
            received[v] += recv;
            restock<L>(s, p, at, recv);
        }
        order<L>(s, p, at, all[v], turn ? turn + v : nullptr, false, h[v]);
    }
    if (turn)
        push<L, true>(s, p, tile, tile_of(s, p, tile), h);
    else
        push<L, false>(s, p, tile, tile_of(s, p, tile), h);
}

// Deliveries, stocks and orders of a day in one stream over the deliveries: a tile stays in the
// nearest cache between its two uses.
template <std::size_t L>
KANMON_INLINE void one_stream(State<L> &s, bool begin) {
    for (std::size_t p = 0; p < s.P; ++p) {
        line_up(s, p);
        Wide received[L] = {};
        Wide *into = begin ? nullptr : received;
        for (std::size_t tile = 0; tile < s.eco.tiles;) {
            const auto *z = tile_of(s, p, tile);
            Wide got[L == 1 ? 4 : L], all[L == 1 ? 4 : L], turn[L];
            if constexpr (L == 1) {
                bool open = tile + 4 <= s.eco.tiles;
                for (std::size_t k = 0; open && k < 4; ++k) open = !is_shut(s, p, tile + k);
                if (open) {
                    four_sums(s, z, got, all);
                    for (std::size_t k = 0; k < 4; ++k)
                        settle<L>(s, p, tile + k, got + k, all + k, nullptr, into);
                    tile += 4;
                    continue;
                }
            }
            if (is_shut(s, p, tile)) {
                cut_sums<L>(s, p, tile, z, got, all, turn);
                settle<L>(s, p, tile, got, all, turn, into);
            } else {
                sums<L>(s, z, got, all);
                settle<L>(s, p, tile, got, all, nullptr, into);
            }
            ++tile;
        }
        for (std::size_t l = 0; l < L; ++l) {
            double whole = 0.0;
            for (std::size_t j = 0; j < wide; ++j)
                whole += L == 1 ? received[0][j] : received[j % L][l];
            s.left_over[p * L + l] = whole;
        }
        take_orders(s, p);
    }
}

}  // namespace kanmon::ario
