#include "chain.hpp"

#include <algorithm>
#include <cmath>

#if defined(__GNUC__) && defined(__x86_64__) && defined(__linux__) && !defined(__clang__)
#define KANMON_CHAIN_CLONES __attribute__((flatten, target_clones("avx512f", "avx2", "default")))
#else
#define KANMON_CHAIN_CLONES
#endif

namespace kanmon {
namespace {

constexpr double short_by = 1e-6;

template <std::size_t L>
struct Lanes {
    double v[L];
};

// One array of lanes an element; the lane is innermost.
template <std::size_t L>
using Block = std::vector<Lanes<L>>;

inline double least(double a, double b) { return b < a ? b : a; }
inline double most(double a, double b) { return b > a ? b : a; }

template <std::size_t L>
Block<L> filled(std::size_t size, double value) {
    Lanes<L> one;
    for (auto &x : one.v) x = value;
    return Block<L>(size, one);
}

// First element of each owner in a list sorted by owner.
template <class Owner>
std::vector<std::size_t> begins(std::size_t owners, std::size_t size, Owner owner) {
    std::vector<std::size_t> at(owners + 1, 0);
    for (std::size_t k = 0; k < size; ++k) ++at[owner(k) + 1];
    for (std::size_t k = 0; k < owners; ++k) at[k + 1] += at[k];
    return at;
}

template <std::size_t L>
struct Walk {
    const Chain &w;
    const std::vector<ChainCourse> &in;
    const std::size_t days;
    std::array<Block<L>, factors> f;
    std::vector<std::size_t> of_good, of_maker, of_origin, ring, bench;
    std::vector<char> live;
    Block<L> arriving, started, stock, hand, taken_today, got, surplus, made;
    Block<L> taken, used, over, pushed, popped, missing, served, lack;
    std::vector<std::vector<double>> held;
    Lanes<L> worst{};

    Walk(const Chain &chain, const std::vector<ChainCourse> &courses, std::size_t length)
        : w(chain), in(courses), days(length) {
        for (int k = 0; k < factors; ++k)
            f[k] = filled<L>(k == passes || k == order ? w.edges : k == need ? w.slots : w.nodes,
                             1.0);
        of_good = begins(w.goods, w.nodes, [&](std::size_t n) { return w.good[n]; });
        of_maker = begins(w.nodes, w.slots, [&](std::size_t s) { return w.maker[s]; });
        of_origin = begins(w.nodes, w.edges, [&](std::size_t k) { return w.origin[w.served[k]]; });
        std::vector<std::size_t> longest(w.nodes, 0);
        for (std::size_t e = 0; e < w.edges; ++e)
            longest[w.to[e]] = std::max<std::size_t>(longest[w.to[e]], w.lead[e]);
        ring.assign(w.nodes + 1, 0);
        bench.assign(w.nodes + 1, 0);
        for (std::size_t n = 0; n < w.nodes; ++n) {
            ring[n + 1] = ring[n] + longest[n] + 1;
            bench[n + 1] = bench[n] + static_cast<std::size_t>(w.make[n]) + 1;
        }
        live.assign(w.goods, 0);
        for (const auto &one : in)
            for (std::size_t g = 0; g < w.goods; ++g) live[g] |= one.live[g] != 0;
        arriving = filled<L>(ring[w.nodes], 0.0);
        started = filled<L>(bench[w.nodes], 1.0);
        stock.resize(w.slots);
        for (std::size_t s = 0; s < w.slots; ++s)
            for (std::size_t l = 0; l < L; ++l) stock[s].v[l] = w.stock[s];
        for (auto *zero : {&hand, &taken_today, &taken, &used, &over})
            *zero = filled<L>(w.slots, 0.0);
        for (auto *zero : {&surplus, &made, &pushed, &popped, &lack})
            *zero = filled<L>(w.nodes, 0.0);
        got = filled<L>(w.nodes, 1.0);
        missing = filled<L>(w.edges, 0.0);
        for (const auto &one : in) held.emplace_back(one.held, one.held + one.reserve.size);
    }

    void today(std::size_t day) {
        for (std::size_t l = 0; l < L; ++l)
            for (int k = 0; k < factors; ++k) {
                const auto &track = in[l].tracks[k];
                for (std::size_t i = 0; i < track.size; ++i)
                    f[k][track.place[i]].v[l] = in[l].profiles[track.row[i] * days + day];
            }
    }

    // Begins work as far as orders, capacity and inputs allow.
    void work(std::size_t n, std::size_t day) {
        Lanes<L> begin;
        const Lanes<L> wants = f[wanted][n];
        std::int64_t which[L];
        for (std::size_t l = 0; l < L; ++l) {
            begin.v[l] = least(f[begun][n].v[l], f[wanted][n].v[l]);
            which[l] = -1;
        }
        for (auto s = of_maker[n]; s < of_maker[n + 1]; ++s) {
            const auto i = static_cast<std::size_t>(w.input[s]);
            const double bites = w.bite[s];
            const Lanes<L> uses = f[demand][i], gets = got[i], needs = f[need][s], has = stock[s];
            Lanes<L> here, brought;
            for (std::size_t l = 0; l < L; ++l) {
                const double want = wants.v[l], all = uses.v[l];
                const double part = all > 0.0 ? want / (all > 0.0 ? all : 1.0) : 0.0;
                const double in_today = gets.v[l] * part;
                const double at_hand = has.v[l] + in_today;
                const double needed = needs.v[l] * want;
                const double ratio = at_hand / (needed > 0.0 ? needed : 1.0);
                const double cover = needed > 0.0 ? least(1.0, ratio) : 1.0;
                const double allows = want * (1.0 - bites * (1.0 - cover));
                const bool binds = allows < begin.v[l];
                begin.v[l] = binds ? allows : begin.v[l];
                which[l] = binds ? static_cast<std::int64_t>(s) : which[l];
                here.v[l] = at_hand;
                brought.v[l] = in_today;
            }
            hand[s] = here;
            taken_today[s] = brought;
        }
        for (auto s = of_maker[n]; s < of_maker[n + 1]; ++s) {
            const auto i = static_cast<std::size_t>(w.input[s]);
            const double room = w.stock[s], weight = w.weight[s];
            const Lanes<L> here = hand[s], needs = f[need][s];
            Lanes<L> uses, kept, more, spill;
            for (std::size_t l = 0; l < L; ++l) {
                uses.v[l] = least(here.v[l], begin.v[l] * needs.v[l]);
                const double left = here.v[l] - uses.v[l];
                kept.v[l] = least(room, left);
                more.v[l] = left - kept.v[l];
                spill.v[l] = weight * more.v[l];
            }
            stock[s] = kept;
            add(surplus[i], spill);
            add(taken[s], taken_today[s]);
            add(used[s], uses);
            add(over[s], more);
        }
        const auto wait = static_cast<std::size_t>(w.make[n]);
        started[bench[n] + day % (wait + 1)] = begin;
        for (std::size_t l = 0; l < L; ++l) {
            const double want = f[wanted][n].v[l];
            if (which[l] >= 0 && begin.v[l] < want * (1.0 - short_by) && day + wait < days) {
                ++in[l].bound[which[l]];
                in[l].lost[which[l]] += want - begin.v[l];
            }
        }
    }

    void finish(std::size_t n, std::size_t day) {
        const auto wait = static_cast<std::size_t>(w.make[n]);
        const bool some = w.base[n] > 0.0;
        // Before the first day work went on as ever.
        const auto &ready = started[bench[n] + (day + 1) % (wait + 1)];
        for (std::size_t l = 0; l < L; ++l) {
            const double due = day >= wait ? ready.v[l] : 1.0;
            const double done = least(least(f[able][n].v[l], f[wanted][n].v[l]), due);
            made[n].v[l] = some ? done : 0.0;
        }
    }

    static void add(Lanes<L> &to, const Lanes<L> &what) {
        for (std::size_t l = 0; l < L; ++l) to.v[l] += what.v[l];
    }

    // Serves the orders of one maker turn by turn; what will be missing goes on its way.
    void deliver(std::size_t n, std::size_t day) {
        Lanes<L> left, sent{}, total, part;
        bool full[L];
        for (std::size_t l = 0; l < L; ++l) {
            left.v[l] = made[n].v[l] * w.base[n];
            full[l] = made[n].v[l] >= f[wanted][n].v[l];
        }
        for (auto k = of_origin[n]; k < of_origin[n + 1];) {
            auto end = k;
            total = Lanes<L>{};
            for (; end < of_origin[n + 1] && w.turn[end] == w.turn[k]; ++end) {
                const auto e = static_cast<std::size_t>(w.served[end]);
                const double part_of = w.share[e], use = w.use[w.to[e]];
                const Lanes<L> orders = f[order][e];
                for (std::size_t l = 0; l < L; ++l) total.v[l] += part_of * orders.v[l] * use;
            }
            for (std::size_t l = 0; l < L; ++l) {
                const double all = total.v[l];
                const double ratio = least(1.0, left.v[l] / (all > 0.0 ? all : 1.0));
                const bool whole = full[l] || !(all > 0.0);
                part.v[l] = whole ? 1.0 : ratio;
                left.v[l] = whole ? left.v[l] : most(0.0, left.v[l] - ratio * all);
            }
            for (; k < end; ++k) {
                const auto e = static_cast<std::size_t>(w.served[k]);
                const auto to = static_cast<std::size_t>(w.to[e]);
                const auto length = ring[to + 1] - ring[to];
                const double share_of = w.share[e], use = w.use[to];
                const Lanes<L> orders = f[order][e], lets = f[passes][e];
                Lanes<L> lacks;
                for (std::size_t l = 0; l < L; ++l) {
                    lacks.v[l] = share_of * orders.v[l] * (1.0 - part.v[l] * lets.v[l]);
                    sent.v[l] += share_of * orders.v[l] * use * part.v[l];
                }
                add(missing[e], lacks);
                add(arriving[ring[to] + (day + w.lead[e]) % length], lacks);
                add(pushed[to], lacks);
            }
        }
        if (of_origin[n] == of_origin[n + 1]) return;
        for (std::size_t l = 0; l < L; ++l) {
            if (!in[l].live[w.good[n]]) continue;
            const double off = std::fabs(sent.v[l] - made[n].v[l] * w.base[n]) / w.base[n];
            worst.v[l] = most(worst.v[l], off);
        }
    }

    // Takes what arrives, pools it among partners, draws on reserves.
    void receive(std::size_t g, std::size_t day) {
        for (auto n = of_good[g]; n < of_good[g + 1]; ++n) {
            auto &now = arriving[ring[n] + day % (ring[n + 1] - ring[n])];
            for (std::size_t l = 0; l < L; ++l) {
                lack[n].v[l] = now.v[l];
                popped[n].v[l] += now.v[l];
                now.v[l] = 0.0;
            }
        }
        for (std::size_t l = 0; l < L; ++l) share(g, day, l);
        for (auto n = of_good[g]; n < of_good[g + 1]; ++n)
            for (std::size_t l = 0; l < L; ++l)
                got[n].v[l] = most(0.0, f[expected][n].v[l] - lack[n].v[l]);
        for (std::size_t l = 0; l < L; ++l) {
            const auto &one = in[l];
            for (std::size_t r = 0; r < one.reserve.size; ++r) {
                const auto n = static_cast<std::size_t>(one.reserve.place[r]);
                if (static_cast<std::size_t>(w.good[n]) != g) continue;
                const double gap = most(0.0, f[demand][n].v[l] - got[n].v[l]);
                const double rate = one.profiles[one.reserve.row[r] * days + day];
                const double drawn = least(least(gap, held[l][r]), rate);
                held[l][r] -= drawn;
                got[n].v[l] += drawn;
            }
        }
    }

    // Partners of a group stand together, groups in order.
    void share(std::size_t g, std::size_t day, std::size_t l) {
        const auto &one = in[l];
        for (std::size_t k = 0; k < one.partners;) {
            auto end = k;
            double use = 0.0, all = 0.0;
            for (; end < one.partners && one.group[end] == one.group[k]; ++end) {
                const auto n = static_cast<std::size_t>(one.partner[end]);
                use += w.use[n];
                all += w.use[n] * lack[n].v[l];
            }
            if (static_cast<std::size_t>(w.good[one.partner[k]]) == g && use > 0.0) {
                const double mean = all / use;
                const double pooled = one.profiles[one.pooled[one.group[k]] * days + day];
                for (auto i = k; i < end; ++i) {
                    auto &mine = lack[one.partner[i]].v[l];
                    mine += pooled * (mean - mine);
                }
            }
            k = end;
        }
    }

    void unserved(std::size_t n, std::size_t day) {
        for (std::size_t l = 0; l < L; ++l) {
            const double wish = w.final[n] * f[final_use][n].v[l];
            const double all = f[demand][n].v[l];
            const double part = all > 0.0 ? wish / (all > 0.0 ? all : 1.0) : 0.0;
            const double lacks = wish - got[n].v[l] * part - surplus[n].v[l];
            in[l].unmet[day * w.nodes + n] = w.use[n] > 0.0 ? most(0.0, lacks) : 0.0;
            in[l].made[day * w.nodes + n] = made[n].v[l];
        }
    }

    void run() {
        for (std::size_t day = 0; day < days; ++day) {
            today(day);
            std::fill(surplus.begin(), surplus.end(), Lanes<L>{});
            for (std::size_t g = 0; g < w.goods; ++g) {
                if (!live[g]) continue;
                for (auto n = of_good[g]; n < of_good[g + 1]; ++n) {
                    work(n, day);
                    finish(n, day);
                }
                for (auto n = of_good[g]; n < of_good[g + 1]; ++n) deliver(n, day);
                receive(g, day);
            }
            for (std::size_t g = 0; g < w.goods; ++g)
                for (auto n = of_good[g]; n < of_good[g + 1]; ++n) {
                    if (live[g]) {
                        unserved(n, day);
                        continue;
                    }
                    const double normal = w.base[n] > 0.0 ? 1.0 : 0.0;
                    for (std::size_t l = 0; l < L; ++l) in[l].made[day * w.nodes + n] = normal;
                }
        }
        close();
    }

    void close() {
        for (std::size_t l = 0; l < L; ++l) {
            double off = worst.v[l];
            for (std::size_t s = 0; s < w.slots; ++s) {
                if (!in[l].live[w.good[w.maker[s]]]) continue;
                const double rest = w.stock[s] + taken[s].v[l] - used[s].v[l] - over[s].v[l] -
                                    stock[s].v[l];
                off = most(off, std::fabs(rest) / (1.0 + taken[s].v[l]));
            }
            for (std::size_t n = 0; n < w.nodes; ++n) {
                double under_way = 0.0;
                for (auto k = ring[n]; k < ring[n + 1]; ++k) under_way += arriving[k].v[l];
                const double rest = pushed[n].v[l] - popped[n].v[l] - under_way;
                off = most(off, std::fabs(rest) / (1.0 + pushed[n].v[l]));
            }
            in[l].residual[0] = off;
            for (std::size_t e = 0; e < w.edges; ++e) in[l].missing[e] = missing[e].v[l];
        }
    }
};

KANMON_CHAIN_CLONES void run_eight(Walk<8> &walk) { walk.run(); }
KANMON_CHAIN_CLONES void run_one(Walk<1> &walk) { walk.run(); }

}  // namespace

void run_chain(const Chain &chain, const std::vector<ChainCourse> &courses, std::size_t days) {
    if (courses.size() == 8) {
        Walk<8> walk(chain, courses, days);
        run_eight(walk);
    } else {
        Walk<1> walk(chain, courses, days);
        run_one(walk);
    }
}

}  // namespace kanmon
