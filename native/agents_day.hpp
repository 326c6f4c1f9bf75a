// One day of the firms, for one scenario (double) or several side by side (a vector of doubles).
// Only raw arrays and no library code: the files that include this are compiled for different
// instruction sets, and nothing they share may be.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>

#include "agents.hpp"

#if defined(__GNUC__)
#define KANMON_INLINE inline __attribute__((always_inline))
#define KANMON_FETCH(address) __builtin_prefetch(address, 1)
#else
#define KANMON_INLINE inline
#define KANMON_FETCH(address) (void)(address)
#include <cstring>
#define __builtin_memcpy std::memcpy
#endif

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wpsabi"  // vectors are passed only between inlined functions
#endif

namespace kanmon {

// What a link needs of its supplier: the share (or level) served yesterday, the demand of today.
template <class V>
struct Record {
    V served, demand;
};

// Sums of a day's pass over one part, for the balance of goods.
template <class V>
struct Tally {
    V stock, came, freed, used, made, sold;
};

// What is kept from day to day; `p` arrays have one entry a part.
template <class V>
struct Firms {
    const Links &links;
    const Course &course;
    const Rules &rules;
    V *stock, *before, *now, *cover, *tight, *reserve;
    double *placed;
    Record<V> **records;
    Tally<V> **tallies;
    V **sums, **missed, **cost;
    // Called with part, cell of (kind, sector, lane) and day when an input held a firm back.
    void (*held)(void *where, std::size_t part, std::size_t cell);
    Served (*poured)(void *where, std::size_t part, std::size_t firm, double made, double final);
    void *where;
};

namespace {

constexpr double huge = std::numeric_limits<double>::infinity();
constexpr double slack = 1e-9;
constexpr std::size_t ahead = 24;  // links between a fetch of the supplier's record and its use

template <class V>
KANMON_INLINE V all(double x) {
    return V{} + x;
}
template <class V>
KANMON_INLINE V larger(V a, V b) {
    return a > b ? a : b;
}
template <class V>
KANMON_INLINE V smaller(V a, V b) {
    return a < b ? a : b;
}

// Tables come from outside and need not lie on a vector's bounds.
template <class V>
KANMON_INLINE V cell(const double *table, std::size_t at) {
    V found;
    __builtin_memcpy(&found, table + at * (sizeof(V) / sizeof(double)), sizeof(V));
    return found;
}

// One client's links: take in what came, use what was made, order anew.
// Classed: links have shares that pass and needs. Level: rationing by level, not by share.
template <class V, bool Classed, bool Level>
struct Buyer {
    const Firms<V> &s;
    Record<V> *records;
    Tally<V> &tally;
    std::size_t day;
    V lowest;

    struct Want {
        V before, now, use, aim_before, aim_now, need;
    };

    KANMON_INLINE V order(V want, V aim, V stock) const {
        return larger(want + larger(aim - stock, lowest) * s.rules.pace, V{});
    }

    KANMON_INLINE V came(std::size_t e, const Want &w) const {
        V asked = order(w.before, w.aim_before, s.stock[e]);
        if constexpr (Classed) asked = asked * passes(e, day - 1);
        const V served = records[s.links.supplier[e] & ~first_of_group].served;
        if constexpr (Level) return smaller(asked, served);
        return asked * served;
    }

    KANMON_INLINE V factor(const double *table, std::size_t e, std::size_t of_day) const {
        if (of_day == static_cast<std::size_t>(-1)) return all<V>(1.0);
        return cell<V>(table, of_day * s.course.classes + s.links.marks[e]);
    }
    KANMON_INLINE V passes(std::size_t e, std::size_t of_day) const {
        return factor(s.course.passes, e, of_day);
    }

    KANMON_INLINE Want wanted(std::size_t e, double target, V before, V now) const {
        V need0 = all<V>(1.0);
        V need1 = need0;
        if constexpr (Classed) {
            need0 = factor(s.course.need, e, day - 1);
            need1 = factor(s.course.need, e, day);
        }
        Want w{before * need0, now * need1, now * need0, V{}, V{}, need1};
        w.aim_before = (s.rules.scaled ? w.before : need0) * target;
        w.aim_now = (s.rules.scaled ? w.now : need1) * target;
        return w;
    }

    // One link: take in what came, let go what was used, order anew. Gives the stock kept.
    KANMON_INLINE V trade(std::size_t e, const Want &w, V used, V freed) {
        const auto &links = s.links;
        const auto later = e + ahead < links.links ? e + ahead : e;
        const auto *next = &records[links.supplier[later] & ~first_of_group];
        KANMON_FETCH(next);
        if constexpr (sizeof(V) > 8) KANMON_FETCH(&next->demand);
        const double a = links.amount[e];
        const V arrived = came(e, w);
        V kept = s.stock[e] + arrived;
        if constexpr (Classed) kept = kept + freed;
        kept = larger(kept - used, V{});
        s.stock[e] = kept;
        V asked = order(w.now, w.aim_now, kept);
        if constexpr (Classed) asked = asked * passes(e, day);
        records[links.supplier[e] & ~first_of_group].demand += asked * a;
        if constexpr (Level) s.placed[e] = asked;
        tally.came += arrived * a;
        return kept;
    }

    // What a reserve gives to a group for which less comes in than is used.
    KANMON_INLINE V release(std::size_t e, std::size_t f, const Want &w, double total) {
        V freed{};
        if constexpr (Classed) {
            if (s.reserve) {
                V sum{};
                for (auto g = e; g < f; ++g) sum += came(g, w) * s.links.amount[g];
                const V mean = f == e + 1 ? sum / total : sum * (1.0 / total);
                const V rate = factor(s.course.release, e, day);
                freed = smaller(smaller(larger(w.use - mean, V{}), rate), s.reserve[e]);
                s.reserve[e] -= freed;
            }
        }
        return freed;
    }

    // A link that is a group of its own. Gives the days its stock lasts.
    KANMON_INLINE V alone(std::size_t e, const Want &w) {
        const double total = s.links.amount[e];
        const V freed = release(e, e + 1, w, total);
        V days = trade(e, w, w.use, freed);
        tally.stock += days * total;
        tally.used += w.use * total;
        if constexpr (Classed) tally.freed += freed * total;
        if constexpr (Classed) days = w.need > 0.0 ? days / w.need : all<V>(huge);
        return days;
    }

    // A group: links e to f of one client to one sector. Gives the days its stock lasts.
    KANMON_INLINE V group(std::size_t e, std::size_t f, const Want &w) {
        const auto &links = s.links;
        const V first = s.stock[e];
        auto even = first == first;
        double total = links.amount[e];
        V sum = first * total;
        for (auto g = e + 1; g < f; ++g) {
            total += links.amount[g];
            sum += s.stock[g] * links.amount[g];
            even = even & (s.stock[g] == first);
        }
        const double inverse = 1.0 / total;
        const V pooled = sum * inverse;
        const V part = pooled > 0.0 ? w.use / pooled : V{};
        const V freed = release(e, f, w, total);
        V pool{};
        V head{};
        auto flat = first == first;
        for (auto g = e; g < f; ++g) {
            const V kept = trade(g, w, even ? w.use : s.stock[g] * part, freed);
            pool += kept * links.amount[g];
            if (g == e) head = kept;
            flat = flat & (kept == head);
        }
        tally.stock += pool;
        tally.used += w.use * total;
        if constexpr (Classed) tally.freed += freed * total;
        V days = flat ? head : pool * inverse;
        if constexpr (Classed) days = w.need > 0.0 ? days / w.need : all<V>(huge);
        return days;
    }

    KANMON_INLINE void client(std::size_t i) {
        const auto end = static_cast<std::size_t>(s.links.start[i + 1]);
        auto e = static_cast<std::size_t>(s.links.start[i]);
        const double target = s.links.target[i];
        const V before = s.before[i];
        const V now = s.now[i];
        V cover = all<V>(huge);
        V tight{};
        Want w = Classed ? Want{} : wanted(0, target, before, now);
        const auto note = [&](V days) {
            const auto less = days < cover;
            cover = less ? days : cover;
            tight = less ? all<V>(s.links.supplier[e] & ~first_of_group) : tight;
        };
        const auto many = e + static_cast<std::size_t>(s.links.alone[i]);
        for (; e < many; ++e) {
            if constexpr (Classed) w = wanted(e, target, before, now);
            note(alone(e, w));
        }
        while (e < end) {
            auto f = e + 1;
            while (f < end && !(s.links.supplier[f] & first_of_group)) ++f;
            if constexpr (Classed) w = wanted(e, target, before, now);
            note(group(e, f, w));
            e = f;
        }
        s.cover[i] = cover;
        s.tight[i] = tight;
    }
};

template <class V, bool Classed, bool Level>
KANMON_INLINE void buy(const Firms<V> &s, std::size_t p, std::size_t day) {
    Tally<V> tally{};
    Buyer<V, Classed, Level> buyer{s, s.records[p], tally, day,
                                   all<V>(s.rules.refill_only ? 0.0 : -huge)};
    const auto end = static_cast<std::size_t>(s.links.part[p + 1]);
    for (auto i = static_cast<std::size_t>(s.links.part[p]); i < end; ++i)
        if (s.links.start[i] == s.links.start[i + 1])
            s.cover[i] = all<V>(huge);
        else
            buyer.client(i);
    s.tallies[p][day] = tally;
}

// Suppliers: make what demand, capacity and the scarcest input allow, and share it out.
template <class V>
KANMON_INLINE void make(const Firms<V> &s, std::size_t p, std::size_t day) {
    constexpr std::size_t lanes = sizeof(V) / sizeof(double);
    const auto &links = s.links;
    const auto &course = s.course;
    const V one = all<V>(1.0);
    V made_all{};
    V sold_all{};
    for (std::size_t k = 0; k < course.kinds; ++k) s.sums[p][k] = s.missed[p][k] = V{};
    const auto end = static_cast<std::size_t>(links.part[p + 1]);
    for (auto i = static_cast<std::size_t>(links.part[p]); i < end; ++i) {
        const auto kind = static_cast<std::size_t>(links.kind[i]);
        const V capacity =
            cell<V>(course.capacity, day * course.capacity_rows + course.capacity_row[kind]);
        const double normal = links.output[i];
        const V final = cell<V>(course.demand, day * course.demand_rows + course.demand_row[kind]) *
                        links.final[i];
        V demand = final;
        for (std::size_t q = 0; q < links.parts; ++q) demand += s.records[q][i].demand;
        // A firm that sells nothing works at its normal pace as long as it can.
        const V asked = normal > 0.0 ? demand / normal : one;
        const V might = smaller(asked, capacity);
        const V pace = smaller(might, s.cover[i]);
        const V made = pace * normal;
        V served = asked > 0.0 ? pace / asked : one;
        V sold = final * served;
        if (s.rules.rationing == 1) {
            const V trade = demand - final;
            const V rest = larger(made - trade, V{});
            served = made < trade ? made / trade : one;
            served = pace == asked ? one : served;
            sold = pace == asked ? final : rest;
        }
        if constexpr (lanes == 1) {
            if (s.rules.rationing >= 2) {
                served = huge;
                sold = final;
                if (pace != asked) {
                    const auto got = s.poured(s.where, p, i, made, final);
                    served = got.level;
                    sold = got.final;
                }
            }
        }
        for (std::size_t q = 0; q < links.parts; ++q) s.records[q][i] = {served, V{}};
        s.sums[p][kind] += made;
        s.missed[p][kind] += final - sold;
        made_all += made;
        sold_all += sold;
        s.before[i] = s.now[i];
        s.now[i] = pace;
        const V missing = might - pace;
        const double *by_lane = reinterpret_cast<const double *>(&missing);
        double most = 0.0;
        for (std::size_t l = 0; l < lanes; ++l) most = most > by_lane[l] ? most : by_lane[l];
        if (most > slack) {
            const double *tight = reinterpret_cast<const double *>(&s.tight[i]);
            for (std::size_t l = 0; l < lanes; ++l) {
                if (!(by_lane[l] > slack)) continue;
                const auto supplier = static_cast<std::size_t>(tight[l]);
                const auto sector = static_cast<std::size_t>(links.sector[supplier]);
                const auto at = (kind * course.sectors + sector) * lanes + l;
                reinterpret_cast<double *>(s.cost[p])[at] += by_lane[l] * normal;
                s.held(s.where, p, at);
            }
        }
    }
    s.tallies[p][day].made = made_all;
    s.tallies[p][day].sold = sold_all;
}

}  // namespace
}  // namespace kanmon
