#include "agents.hpp"

#include <algorithm>
#include <barrier>
#include <cmath>
#include <limits>
#include <thread>
#include <vector>

#if defined(__GNUC__) && !defined(__clang__) && defined(__x86_64__) && defined(__linux__)
#define KANMON_WIDE __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define KANMON_WIDE
#endif
#if defined(__GNUC__)
#define KANMON_INLINE inline __attribute__((always_inline))
#define KANMON_FETCH(address) __builtin_prefetch(address, 1)
#else
#define KANMON_INLINE inline
#define KANMON_FETCH(address) (void)(address)
#endif

namespace kanmon {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr std::size_t ahead = 24;  // links between a fetch of the supplier's record and its use

KANMON_INLINE double larger(double a, double b) { return a > b ? a : b; }
KANMON_INLINE double smaller(double a, double b) { return a < b ? a : b; }

// What a link needs of its supplier: the share (or level) served yesterday, the demand of today.
template <int L>
struct Record {
    double served[L];
    double demand[L];
};

// Sums of a day's pass over one part, for the balance of goods.
template <int L>
struct Tally {
    double stock[L], came[L], freed[L], used[L], made[L], sold[L];
};

template <int L>
struct State {
    State(const Links &l, const Course &c, const Rules &r, const Daily &d)
        : links(l), course(c), rules(r), out(d), stock(l.links * L), before(l.firms * L, 1.0),
          now(l.firms * L, 1.0), cover(l.firms * L), tight(l.firms * L), records(l.parts),
          tallies(l.parts * c.days), sums(l.parts), missed(l.parts), cost(l.parts),
          seen(l.parts), touched(l.parts), last(c.kinds * c.sectors * L, -1), offers(l.parts) {
        for (std::size_t i = 0; i < l.firms; ++i)
            for (auto e = l.start[i] * L; e < l.start[i + 1] * L; ++e) stock[e] = l.target[i];
        const double start = r.rationing < 2 ? 1.0 : infinity;
        for (std::size_t p = 0; p < l.parts; ++p) {
            records[p].resize(l.firms);
            for (auto &one : records[p]) {
                std::fill_n(one.served, L, start);
                std::fill_n(one.demand, L, 0.0);
            }
            sums[p].resize(c.kinds * L);
            missed[p].resize(c.kinds * L);
            cost[p].resize(c.kinds * c.sectors * L);
            seen[p].resize(c.kinds * c.sectors * L, -1);
        }
        if (r.rationing >= 2) placed.resize(l.links * L);
        if (c.reserve) {
            reserve.resize(l.links * L);
            for (std::size_t e = 0; e < l.links; ++e)
                std::copy_n(c.reserve + l.marks[e] * L, L, &reserve[e * L]);
        }
    }

    const Links &links;
    const Course &course;
    const Rules &rules;
    const Daily &out;
    std::vector<double> stock, before, now, cover, placed, reserve;
    std::vector<std::int32_t> tight;
    std::vector<std::vector<Record<L>>> records;
    std::vector<Tally<L>> tallies;
    std::vector<std::vector<double>> sums, missed, cost;
    std::vector<std::vector<std::int32_t>> seen;
    std::vector<std::vector<std::size_t>> touched;
    std::vector<std::int32_t> last;
    std::vector<std::vector<Offer>> offers;
};

// One client's links: take in what came, use what was made, order anew.
// Classed: links have shares that pass and needs. Level: rationing by level, not by share.
template <int L, bool Classed, bool Level>
struct Buyer {
    State<L> &s;
    Record<L> *records;
    Tally<L> &tally;
    std::size_t day;

    const double *row(const double *table, std::size_t of_day, std::size_t mark) const {
        return table + (of_day * s.course.classes + mark) * L;
    }

    KANMON_INLINE static double order(double want, double aim, double stock, const Rules &rules,
                                      double lowest) {
        const double gap = larger(aim - stock, lowest);
        return larger(want + gap * rules.pace, 0.0);
    }

    KANMON_INLINE void client(std::size_t i) {
        const auto &links = s.links;
        const auto &rules = s.rules;
        const auto end = static_cast<std::size_t>(links.start[i + 1]);
        auto e = static_cast<std::size_t>(links.start[i]);
        const double target = links.target[i];
        const double lowest = rules.refill_only ? 0.0 : -infinity;
        double cover[L], want0[L], want1[L], aim0[L], aim1[L];
        std::int32_t tight[L];
        for (int l = 0; l < L; ++l) {
            cover[l] = infinity;
            tight[l] = -1;
            want0[l] = s.before[i * L + l];
            want1[l] = s.now[i * L + l];
            aim0[l] = target * (rules.scaled ? want0[l] : 1.0);
            aim1[l] = target * (rules.scaled ? want1[l] : 1.0);
        }
        while (e < end) {
            auto f = e + 1;
            while (f < end && !(links.supplier[f] & first_of_group)) ++f;
            double o0[L], o1[L], a0[L], a1[L], pass0[L], pass1[L], need1[L], use[L];
            for (int l = 0; l < L; ++l) {
                o0[l] = want0[l];
                o1[l] = want1[l];
                use[l] = want1[l];
                a0[l] = aim0[l];
                a1[l] = aim1[l];
                need1[l] = 1.0;
            }
            if constexpr (Classed) {
                const auto mark = links.marks[e];
                for (int l = 0; l < L; ++l) {
                    const double n0 = day ? row(s.course.need, day - 1, mark)[l] : 1.0;
                    const double n1 = row(s.course.need, day, mark)[l];
                    o0[l] = want0[l] * n0;
                    use[l] = want1[l] * n0;
                    o1[l] = want1[l] * n1;
                    a0[l] = target * (rules.scaled ? o0[l] : n0);
                    a1[l] = target * (rules.scaled ? o1[l] : n1);
                    need1[l] = n1;
                }
            }
            const auto came = [&](std::size_t at, const Record<L> &record, int l) {
                double asked = order(o0[l], a0[l], s.stock[at * L + l], rules, lowest);
                if constexpr (Classed) asked = asked * pass0[l];
                return Level ? smaller(asked, record.served[l]) : asked * record.served[l];
            };
            const auto mark_passes = [&](std::size_t at) {
                if constexpr (Classed) {
                    const auto mark = links.marks[at];
                    for (int l = 0; l < L; ++l) {
                        pass0[l] = day ? row(s.course.passes, day - 1, mark)[l] : 1.0;
                        pass1[l] = row(s.course.passes, day, mark)[l];
                    }
                }
            };
            double total = links.amount[e];
            double freed[L], part[L];
            bool even[L];
            for (int l = 0; l < L; ++l) {
                freed[l] = 0.0;
                even[l] = true;
                part[l] = 0.0;
            }
            double inverse = 1.0;
            const bool lone = f == e + 1;
            if (!lone) {
                double sum[L];
                for (int l = 0; l < L; ++l) sum[l] = links.amount[e] * s.stock[e * L + l];
                for (auto g = e + 1; g < f; ++g) {
                    const double a = links.amount[g];
                    total += a;
                    for (int l = 0; l < L; ++l) {
                        sum[l] += a * s.stock[g * L + l];
                        even[l] = even[l] & (s.stock[g * L + l] == s.stock[e * L + l]);
                    }
                }
                inverse = 1.0 / total;
                for (int l = 0; l < L; ++l) {
                    const double pooled = sum[l] * inverse;
                    part[l] = pooled > 0.0 ? use[l] / pooled : 0.0;
                }
            }
            if constexpr (Classed) {
                if (s.course.reserve) {
                    double sum[L];
                    for (int l = 0; l < L; ++l) sum[l] = 0.0;
                    for (auto g = e; g < f; ++g) {
                        mark_passes(g);
                        const auto &record = records[links.supplier[g] & ~first_of_group];
                        for (int l = 0; l < L; ++l) sum[l] += links.amount[g] * came(g, record, l);
                    }
                    const double *rate = row(s.course.release, day, links.marks[e]);
                    for (int l = 0; l < L; ++l) {
                        const double short_by =
                            larger(use[l] - (lone ? sum[l] / total : sum[l] * inverse), 0.0);
                        freed[l] = smaller(smaller(short_by, rate[l]), s.reserve[e * L + l]);
                        s.reserve[e * L + l] -= freed[l];
                    }
                }
            }
            double pool[L];
            bool level_stock[L];
            for (int l = 0; l < L; ++l) {
                pool[l] = 0.0;
                level_stock[l] = true;
            }
            for (auto g = e; g < f; ++g) {
                if (g + ahead < links.links) {
                    const auto *next = &records[links.supplier[g + ahead] & ~first_of_group];
                    KANMON_FETCH(next);
                    if constexpr (L > 4) KANMON_FETCH(reinterpret_cast<const char *>(next) + 64);
                }
                auto &record = records[links.supplier[g] & ~first_of_group];
                const double a = links.amount[g];
                mark_passes(g);
                double *stock = &s.stock[g * L];
                for (int l = 0; l < L; ++l) {
                    const double arrived = came(g, record, l);
                    const double used = even[l] ? use[l] : stock[l] * part[l];
                    double held = stock[l] + arrived;
                    if constexpr (Classed) held = held + freed[l];
                    held = larger(held - used, 0.0);
                    stock[l] = held;
                    double asked = order(o1[l], a1[l], held, rules, lowest);
                    if constexpr (Classed) asked = asked * pass1[l];
                    record.demand[l] += a * asked;
                    if constexpr (Level) s.placed[g * L + l] = asked;
                    const double worth = a * held;
                    pool[l] += worth;
                    tally.came[l] += a * arrived;
                    level_stock[l] = level_stock[l] & (held == s.stock[e * L + l]);
                }
            }
            for (int l = 0; l < L; ++l) {
                tally.stock[l] += pool[l];
                tally.used[l] += total * use[l];
                if constexpr (Classed) tally.freed[l] += total * freed[l];
                double days = level_stock[l] ? s.stock[e * L + l] : pool[l] * inverse;
                if constexpr (Classed) days = need1[l] > 0.0 ? days / need1[l] : infinity;
                const bool less = days < cover[l];
                cover[l] = less ? days : cover[l];
                tight[l] = less ? static_cast<std::int32_t>(links.supplier[e] & ~first_of_group)
                                : tight[l];
            }
            e = f;
        }
        for (int l = 0; l < L; ++l) {
            s.cover[i * L + l] = cover[l];
            s.tight[i * L + l] = tight[l];
        }
    }
};

template <int L, bool Classed, bool Level>
KANMON_INLINE void buy(State<L> &s, std::size_t p, std::size_t day) {
    Buyer<L, Classed, Level> buyer{s, s.records[p].data(), s.tallies[p * s.course.days + day], day};
    const auto end = static_cast<std::size_t>(s.links.part[p + 1]);
    for (auto i = static_cast<std::size_t>(s.links.part[p]); i < end; ++i) buyer.client(i);
}

// One supplier: make what demand, capacity and the scarcest input allow, and share it out.
template <int L>
KANMON_INLINE void make(State<L> &s, std::size_t p, std::size_t day) {
    const auto &links = s.links;
    const auto &course = s.course;
    auto &tally = s.tallies[p * course.days + day];
    double *sums = s.sums[p].data();
    double *missed = s.missed[p].data();
    std::fill_n(sums, course.kinds * L, 0.0);
    std::fill_n(missed, course.kinds * L, 0.0);
    const auto end = static_cast<std::size_t>(links.part[p + 1]);
    for (auto i = static_cast<std::size_t>(links.part[p]); i < end; ++i) {
        const auto kind = static_cast<std::size_t>(links.kind[i]);
        const double *capacity =
            course.capacity + (day * course.capacity_rows + course.capacity_row[kind]) * L;
        const double *wanted =
            course.demand + (day * course.demand_rows + course.demand_row[kind]) * L;
        const double normal = links.output[i];
        const double base = links.final[i];
        double final[L], orders[L], asked[L], might[L], pace[L], served[L], sold[L];
        for (int l = 0; l < L; ++l) {
            final[l] = base * wanted[l];
            orders[l] = final[l];
        }
        for (std::size_t q = 0; q < links.parts; ++q) {
            auto &record = s.records[q][i];
            for (int l = 0; l < L; ++l) {
                orders[l] += record.demand[l];
                record.demand[l] = 0.0;
            }
        }
        double short_any = 0.0;
        for (int l = 0; l < L; ++l) {
            // A firm that sells nothing works at its normal pace as long as it can.
            asked[l] = normal > 0.0 ? orders[l] / normal : 1.0;
            might[l] = smaller(asked[l], capacity[l]);
            pace[l] = smaller(might[l], s.cover[i * L + l]);
            short_any = larger(short_any, might[l] - pace[l]);
            const double made = pace[l] * normal;
            served[l] = asked[l] > 0.0 ? pace[l] / asked[l] : 1.0;
            sold[l] = final[l] * served[l];
            if (s.rules.rationing == 1) {
                const double trade = orders[l] - final[l];
                const bool full = pace[l] == asked[l];
                served[l] = full || made >= trade ? 1.0 : made / trade;
                sold[l] = full ? final[l] : larger(made - trade, 0.0);
            }
        }
        if (s.rules.rationing >= 2) {
            for (int l = 0; l < L; ++l) {
                served[l] = infinity;
                sold[l] = final[l];
                if (pace[l] == asked[l]) continue;
                auto &offers = s.offers[p];
                offers.clear();
                for (auto k = links.out_start[i]; k < links.out_start[i + 1]; ++k) {
                    const auto e = static_cast<std::size_t>(links.out_link[k]);
                    offers.push_back({s.placed[e * L + l], links.amount[e]});
                }
                const auto got =
                    fill(offers.data(), offers.size(), pace[l] * normal, final[l], s.rules);
                served[l] = got.level;
                sold[l] = got.final;
            }
        }
        for (std::size_t q = 0; q < links.parts; ++q)
            for (int l = 0; l < L; ++l) s.records[q][i].served[l] = served[l];
        for (int l = 0; l < L; ++l) {
            const double made = pace[l] * normal;
            sums[kind * L + l] += made;
            missed[kind * L + l] += final[l] - sold[l];
            tally.made[l] += made;
            tally.sold[l] += sold[l];
            s.before[i * L + l] = s.now[i * L + l];
            s.now[i * L + l] = pace[l];
        }
        if (short_any > 1e-9) {
            for (int l = 0; l < L; ++l) {
                if (!(might[l] - pace[l] > 1e-9)) continue;
                const auto sector = static_cast<std::size_t>(links.sector[s.tight[i * L + l]]);
                const auto at = (kind * course.sectors + sector) * L + l;
                s.cost[p][at] += (might[l] - pace[l]) * normal;
                if (s.seen[p][at] == static_cast<std::int32_t>(day)) continue;
                s.seen[p][at] = static_cast<std::int32_t>(day);
                s.touched[p].push_back(at);
            }
        }
    }
}

KANMON_WIDE void buy_plain(State<agents_width> &s, std::size_t p, std::size_t day) {
    buy<agents_width, false, false>(s, p, day);
}
KANMON_WIDE void buy_classed(State<agents_width> &s, std::size_t p, std::size_t day) {
    buy<agents_width, true, false>(s, p, day);
}
KANMON_WIDE void make_lanes(State<agents_width> &s, std::size_t p, std::size_t day) {
    make<agents_width>(s, p, day);
}

void buy_part(State<agents_width> &s, std::size_t p, std::size_t day) {
    s.links.marks ? buy_classed(s, p, day) : buy_plain(s, p, day);
}
void make_part(State<agents_width> &s, std::size_t p, std::size_t day) { make_lanes(s, p, day); }

void buy_part(State<1> &s, std::size_t p, std::size_t day) {
    if (s.rules.rationing < 2)
        s.links.marks ? buy<1, true, false>(s, p, day) : buy<1, false, false>(s, p, day);
    else
        s.links.marks ? buy<1, true, true>(s, p, day) : buy<1, false, true>(s, p, day);
}
void make_part(State<1> &s, std::size_t p, std::size_t day) { make<1>(s, p, day); }

// Add the parts of a day up, always in the same order.
template <int L>
void close(State<L> &s, std::size_t day) {
    const auto width = s.course.kinds * L;
    double *output = s.out.output + day * width;
    double *unmet = s.out.unmet + day * width;
    std::fill_n(output, width, 0.0);
    std::fill_n(unmet, width, 0.0);
    for (std::size_t p = 0; p < s.links.parts; ++p)
        for (std::size_t k = 0; k < width; ++k) {
            output[k] += s.sums[p][k];
            unmet[k] += s.missed[p][k];
        }
}

template <int L>
void finish(State<L> &s) {
    const auto cells = s.course.kinds * s.course.sectors * L;
    std::fill_n(s.out.cost, cells, 0.0);
    for (std::size_t p = 0; p < s.links.parts; ++p)
        for (std::size_t c = 0; c < cells; ++c) s.out.cost[c] += s.cost[p][c];
    for (int l = 0; l < L; ++l) {
        double stock = 0.0, sent = 0.0, worst = 0.0;
        for (std::size_t i = 0; i < s.links.firms; ++i) {
            double bought = 0.0;
            for (auto e = s.links.start[i]; e < s.links.start[i + 1]; ++e) bought += s.links.amount[e];
            stock += bought * s.links.target[i];
            sent += bought;
        }
        const double scale = sent;
        for (std::size_t day = 0; day < s.course.days; ++day) {
            Tally<1> all{};
            for (std::size_t p = 0; p < s.links.parts; ++p) {
                const auto &one = s.tallies[p * s.course.days + day];
                all.stock[0] += one.stock[l];
                all.came[0] += one.came[l];
                all.freed[0] += one.freed[l];
                all.used[0] += one.used[l];
                all.made[0] += one.made[l];
                all.sold[0] += one.sold[l];
            }
            const double kept = all.stock[0] - stock - all.came[0] - all.freed[0] + all.used[0];
            if (scale > 0.0) {
                worst = larger(worst, std::fabs(kept) / (scale + stock));
                worst = larger(worst, std::fabs(all.came[0] - sent) / scale);
            }
            stock = all.stock[0];
            sent = all.made[0] - all.sold[0];
        }
        s.out.residual[l] = worst;
    }
}

// Days on which any firm of a kind was held back by a sector: a day counts once over all parts.
template <int L>
void count_days(State<L> &s, std::size_t day) {
    const auto today = static_cast<std::int32_t>(day);
    for (auto &cells : s.touched) {
        for (const auto cell : cells) {
            if (s.last[cell] == today) continue;
            s.last[cell] = today;
            s.out.bound[cell] += 1.0;
        }
        cells.clear();
    }
}

template <int L>
void run(State<L> &s, int threads) {
    const auto workers = std::min<std::size_t>(std::max(threads, 1), s.links.parts);
    std::fill_n(s.out.bound, s.course.kinds * s.course.sectors * L, 0.0);
    std::barrier meet(static_cast<std::ptrdiff_t>(workers));
    const auto work = [&](std::size_t me) {
        for (std::size_t day = 0; day < s.course.days; ++day) {
            for (auto p = me; p < s.links.parts; p += workers) buy_part(s, p, day);
            meet.arrive_and_wait();
            for (auto p = me; p < s.links.parts; p += workers) make_part(s, p, day);
            meet.arrive_and_wait();
            if (me == 0) {
                close(s, day);
                count_days(s, day);
            }
            meet.arrive_and_wait();
        }
    };
    std::vector<std::thread> others;
    for (std::size_t w = 1; w < workers; ++w) others.emplace_back(work, w);
    work(0);
    for (auto &one : others) one.join();
    finish(s);
}

}  // namespace

void agents_single(const Links &links, const Course &course, const Rules &rules, const Daily &out,
                   int threads) {
    State<1> state(links, course, rules, out);
    run(state, threads);
}

void agents_lanes(const Links &links, const Course &course, const Rules &rules, const Daily &out) {
    State<agents_width> state(links, course, rules, out);
    run(state, 1);
}

}  // namespace kanmon
