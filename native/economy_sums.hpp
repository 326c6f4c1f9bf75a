// Sums over the sellers of an input, several independent ones at a time.
#pragma once

#include "economy_tiles.hpp"

namespace kanmon::ario {

// What suppliers together deliver (got) and could (all) a unit of orders. `from[b]` is the first
// cell of sum b: neighbouring tiles of one course, the buyers of one tile of eight.
template <std::size_t L, std::size_t B>
KANMON_INLINE void sums(const State<L> &s, const double *const *from, Wide *got, Wide *all) {
    Wide delivered[B] = {}, able[B] = {};
    const double *z[B];
    KANMON_UNROLL
    for (std::size_t b = 0; b < B; ++b) z[b] = from[b];
    const double *served = s.us.get(), *could = s.uc.get();
    const auto sellers = s.R;
    for (std::size_t r = 0; r < sellers; ++r) {
        Wide a{}, c{}, amount{};
        seller<L>(a, served, r);
        seller<L>(c, could, r);
        KANMON_UNROLL
        for (std::size_t b = 0; b < B; ++b) {
            delivery<L>(amount, z[b] + r * wide);
            delivered[b] += amount * a;
            able[b] += amount * c;
        }
    }
    KANMON_UNROLL
    for (std::size_t b = 0; b < B; ++b) {
        got[b] = delivered[b];
        all[b] = able[b];
    }
}

// The same behind gates, and what could still come (open) of those who are not cut off.
template <std::size_t L, std::size_t B>
KANMON_INLINE void gated_sums(const State<L> &s, const double *const *from,
                              const double *const *now, const double *const *next, Wide *got,
                              Wide *all, Wide *open) {
    Wide delivered[B] = {}, able[B] = {}, left[B] = {};
    const double *served = s.us.get(), *could = s.uc.get();
    const auto sellers = s.R;
    for (std::size_t r = 0; r < sellers; ++r) {
        Wide a{}, c{}, amount{}, pass{};
        seller<L>(a, served, r);
        seller<L>(c, could, r);
        KANMON_UNROLL
        for (std::size_t b = 0; b < B; ++b) {
            delivery<L>(amount, from[b] + r * wide);
            load(pass, now[b] + r * wide);
            delivered[b] += amount * pass * a;
            able[b] += amount * c;
            load(pass, next[b] + r * wide);
            left[b] += amount * pass * c;
        }
    }
    KANMON_UNROLL
    for (std::size_t b = 0; b < B; ++b) {
        got[b] = delivered[b];
        all[b] = able[b];
        open[b] = left[b];
    }
}

// By how much the buyers of a vector turn to those who are not cut off.
template <std::size_t L>
KANMON_INLINE void turn_to(Wide &turn, const State<L> &s, std::size_t p, std::size_t tile,
                           std::size_t v, const Wide &all, const Wide &open) {
    Wide room{}, spare{};
    if constexpr (L == 1) {
        double part[wide];
        for (std::size_t j = 0; j < wide; ++j) part[j] = s.spare[p * s.R + buyer(s, tile, j)];
        load(spare, part);
    } else {
        load(spare, s.spare.get() + (p * s.R + buyer(s, tile, v)) * L);
    }
    ratio(room, all, open);
    turn = spare + 1.0;
    least(turn, room);
}

// Up to four neighbouring tiles of a sector: their sums and orders.
template <std::size_t L>
struct Group {
    std::size_t p, tile, count;
    bool shut;
    Wide got[together][L], all[together][L], turn[together][L], h[together][L];
    Gate<L> now[together], next[together];
};

template <std::size_t L>
KANMON_INLINE void pick(const State<L> &s, Group<L> &g) {
    g.count = std::min(together, s.eco.tiles - g.tile);
    g.shut = false;
    for (std::size_t t = 0; t < g.count; ++t) g.shut |= is_shut(s, g.p, g.tile + t);
    if (!g.shut) return;
    const auto lay = s.eco.rows * wide;
    for (std::size_t t = 0; t < g.count; ++t) {
        open_gate(g.now[t], s, s.pass_now[g.p], g.tile + t, s.laid.get() + t * lay);
        open_gate(g.next[t], s, s.pass_next[g.p], g.tile + t,
                  s.laid.get() + (together + t) * lay);
    }
}

template <std::size_t L>
KANMON_INLINE void gather(const State<L> &s, Group<L> &g) {
    constexpr std::size_t block = L == 1 ? together : L;
    const double *from[block], *now[block], *next[block];
    const auto full = L == 1 && g.count == together;
    Wide open[together][L];
    for (std::size_t t = 0; t < g.count; t += full ? together : 1) {
        for (std::size_t b = 0; b < (full ? together : L); ++b) {
            const auto tile = L == 1 ? t + b : t;
            const auto v = L == 1 ? 0 : b;
            from[b] = tile_of(s, g.p, g.tile + tile) + v;
            if (!g.shut) continue;
            now[b] = g.now[tile].from[v];
            next[b] = g.next[tile].from[v];
        }
        if constexpr (L == 1) {
            if (full && g.shut)
                gated_sums<1, together>(s, from, now, next, g.got[0], g.all[0], open[0]);
            else if (full)
                sums<1, together>(s, from, g.got[0], g.all[0]);
            else if (g.shut)
                gated_sums<1, 1>(s, from, now, next, g.got[t], g.all[t], open[t]);
            else
                sums<1, 1>(s, from, g.got[t], g.all[t]);
        } else {
            if (g.shut)
                for (std::size_t half = 0; half < L; half += L / 2)
                    gated_sums<L, L / 2>(s, from + half, now + half, next + half,
                                         g.got[t] + half, g.all[t] + half, open[t] + half);
            else
                sums<L, L>(s, from, g.got[t], g.all[t]);
        }
    }
    if (g.shut)
        for (std::size_t t = 0; t < g.count; ++t)
            for (std::size_t v = 0; v < L; ++v)
                turn_to(g.turn[t][v], s, g.p, g.tile + t, v, g.all[t][v], open[t][v]);
}

// Orders of tile t of a group by `At` rows of eight (one course) or by a seller's eight (eight
// courses): term = z h, or more of it.
template <std::size_t L, bool Cut, bool First>
KANMON_INLINE void add_orders(const Group<L> &g, const double *z, std::size_t t, std::size_t r,
                              Wide *term) {
    KANMON_UNROLL
    for (std::size_t k = 0; k < wide; ++k) {
        const std::size_t row = L == 1 ? r + k : r;
        const std::size_t v = L == 1 ? 0 : k;
        Wide amount{}, pass{};
        delivery<L>(amount, z + row * wide + v);
        if constexpr (Cut) {
            load(pass, g.next[t].from[v] + row * wide);
            amount = amount * pass;
        }
        if constexpr (First)
            term[k] = amount * g.h[t][v];
        else
            term[k] += amount * g.h[t][v];
    }
}

// Orders of a group reach the sellers: sum[r] += z h. While it adds up, the next group's
// deliveries are fetched.
template <std::size_t L, std::size_t G, bool Cut>
KANMON_INLINE void push(const State<L> &s, const Group<L> &g) {
    const auto stride = s.eco.rows * wide;
    const double *z = tile_of(s, g.p, g.tile);
    double *sum = s.sum.get();
    constexpr std::size_t step = L == 1 ? wide : 1, at_once = L == 1 ? 1 : 2;
    const auto sellers = s.eco.rows;
    for (std::size_t r = 0; r < sellers; r += step * at_once) {
        Wide term[at_once][wide];
        for (std::size_t a = 0; a < at_once; ++a)
            add_orders<L, Cut, true>(g, z, 0, r + a, term[a]);
        KANMON_UNROLL
        for (std::size_t t = 1; t < G; ++t) {
            KANMON_UNROLL
            for (std::size_t a = 0; a < at_once; ++a)
                add_orders<L, Cut, false>(g, z + t * stride, t, r + a, term[a]);
        }
        KANMON_UNROLL
        for (std::size_t t = 0; t < G; ++t) {
            KANMON_UNROLL
            for (std::size_t k = 0; k < step * at_once; ++k)
                KANMON_FETCH(z + (G + t) * stride + (r + k) * wide);
        }
        for (std::size_t a = 0; a < at_once; ++a) {
            Wide total{}, before{};
            if constexpr (L == 1)
                row_sums(total, term[a]);
            else
                total = ((term[a][0] + term[a][1]) + (term[a][2] + term[a][3])) +
                        ((term[a][4] + term[a][5]) + (term[a][6] + term[a][7]));
            load(before, sum + (r + a) * L);
            store(sum + (r + a) * L, before + total);
        }
    }
}

template <std::size_t L, std::size_t G>
KANMON_INLINE void push_some(const State<L> &s, const Group<L> &g) {
    if (g.shut)
        push<L, G, true>(s, g);
    else
        push<L, G, false>(s, g);
}

template <std::size_t L>
KANMON_INLINE void push_all(const State<L> &s, const Group<L> &g) {
    if (g.count == 4)
        push_some<L, 4>(s, g);
    else if (g.count == 3)
        push_some<L, 3>(s, g);
    else if (g.count == 2)
        push_some<L, 2>(s, g);
    else
        push_some<L, 1>(s, g);
}

}  // namespace kanmon::ario
