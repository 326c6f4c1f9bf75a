#include "agents.hpp"

#include <algorithm>
#include <barrier>
#include <cmath>
#include <cstring>
#include <limits>
#include <memory>
#include <new>
#include <thread>
#include <vector>

#if defined(__linux__)
#include <sys/mman.h>
#endif

#include "agents_day.hpp"
#include "agents_lanes.hpp"

namespace kanmon {
namespace {

// Memory on page bounds, in huge pages where the system has them: a pass reads suppliers at
// random, and with small pages it waits for addresses more than for data.
template <class T>
class Array {
  public:
    explicit Array(std::size_t count = 0) : count_(count), data_(make(count)) {}
    T *get() { return data_.get(); }
    T &operator[](std::size_t i) { return data_.get()[i]; }
    [[nodiscard]] std::size_t size() const { return count_; }

  private:
    static constexpr std::size_t page = std::size_t{1} << 21;
    static constexpr std::size_t line = 64;
    struct Free {
        std::size_t align = line;
        void operator()(T *at) const { ::operator delete(at, std::align_val_t(align)); }
    };
    static std::unique_ptr<T, Free> make(std::size_t count) {
        const auto bytes = std::max<std::size_t>(count * sizeof(T), line);
        const auto align = bytes >= 2 * page ? page : line;
        auto *at = ::operator new(bytes, std::align_val_t(align));
#if defined(__linux__)
        if (align == page) madvise(at, bytes, MADV_HUGEPAGE);
#endif
        std::memset(at, 0, bytes);
        return {static_cast<T *>(at), Free{align}};
    }
    std::size_t count_;
    std::unique_ptr<T, Free> data_;
};

template <class V>
struct State {
    static constexpr std::size_t lanes = sizeof(V) / sizeof(double);

    State(const Links &l, const Course &c, const Rules &r, const Daily &d)
        : out(d), links(l), stock(l.links), before(l.firms), now(l.firms), cover(l.firms),
          tight(l.firms), reserve(c.reserve ? l.links : 0), placed(r.rationing >= 2 ? l.links : 0),
          last(c.kinds * c.sectors * lanes, -1), touched(l.parts), offers(l.parts),
          firms{l, c, r, stock.get(), before.get(), now.get(), cover.get(), tight.get(),
                c.reserve ? reserve.get() : nullptr, placed.get(), nullptr, nullptr, nullptr,
                nullptr, nullptr, &held, &poured, this} {
        for (std::size_t i = 0; i < l.firms; ++i) {
            before[i] = now[i] = all<V>(1.0);
            for (auto e = l.start[i]; e < l.start[i + 1]; ++e)
                stock[static_cast<std::size_t>(e)] = all<V>(l.target[i]);
        }
        if (c.reserve)
            for (std::size_t e = 0; e < l.links; ++e) reserve[e] = cell<V>(c.reserve, l.marks[e]);
        const V start = all<V>(r.rationing < 2 ? 1.0 : huge);
        for (std::size_t p = 0; p < l.parts; ++p) {
            records.emplace_back(l.firms);
            for (std::size_t i = 0; i < l.firms; ++i) records[p][i].served = start;
            tallies.emplace_back(c.days);
            sums.emplace_back(c.kinds);
            missed.emplace_back(c.kinds);
            cost.emplace_back(c.kinds * c.sectors);
            seen.emplace_back(c.kinds * c.sectors * lanes, -1);
        }
        for (std::size_t p = 0; p < l.parts; ++p) {
            record_of.push_back(records[p].get());
            tally_of.push_back(tallies[p].get());
            sum_of.push_back(sums[p].get());
            missed_of.push_back(missed[p].get());
            cost_of.push_back(cost[p].get());
        }
        firms.records = record_of.data();
        firms.tallies = tally_of.data();
        firms.sums = sum_of.data();
        firms.missed = missed_of.data();
        firms.cost = cost_of.data();
    }

    static void held(void *where, std::size_t p, std::size_t cell) {
        auto &s = *static_cast<State *>(where);
        if (s.seen[p][cell] == s.today) return;
        s.seen[p][cell] = s.today;
        s.touched[p].push_back(cell);
    }

    static Served poured(void *where, std::size_t p, std::size_t i, double made, double final) {
        auto &s = *static_cast<State *>(where);
        auto &asked = s.offers[p];
        asked.clear();
        for (auto k = s.links.out_start[i]; k < s.links.out_start[i + 1]; ++k) {
            const auto e = static_cast<std::size_t>(s.links.out_link[k]);
            asked.push_back({s.placed[e], s.links.amount[e]});
        }
        return fill(asked.data(), asked.size(), made, final, s.firms.rules);
    }

    const Daily &out;
    const Links &links;
    Array<V> stock, before, now, cover, tight, reserve;
    Array<double> placed;
    std::vector<Array<Record<V>>> records;
    std::vector<Array<Tally<V>>> tallies;
    std::vector<Array<V>> sums, missed, cost;
    std::vector<Record<V> *> record_of;
    std::vector<Tally<V> *> tally_of;
    std::vector<V *> sum_of, missed_of, cost_of;
    std::vector<std::vector<std::int32_t>> seen;
    std::vector<std::int32_t> last;
    std::vector<std::vector<std::size_t>> touched;
    std::vector<std::vector<Offer>> offers;
    std::int32_t today = 0;
    Firms<V> firms;
};

void buy_part(const Firms<double> &s, std::size_t p, std::size_t day) {
    if (s.rules.rationing < 2)
        s.links.marks ? buy<double, true, false>(s, p, day) : buy<double, false, false>(s, p, day);
    else
        s.links.marks ? buy<double, true, true>(s, p, day) : buy<double, false, true>(s, p, day);
}
void make_part(const Firms<double> &s, std::size_t p, std::size_t day) { make<double>(s, p, day); }

// Add the parts of a day up, always in the same order; a day counts once as held back.
template <class V>
void close(State<V> &s, std::size_t day) {
    const auto kinds = s.firms.course.kinds;
    const auto width = kinds * State<V>::lanes;
    double *output = s.out.output + day * width;
    double *unmet = s.out.unmet + day * width;
    std::fill_n(output, width, 0.0);
    std::fill_n(unmet, width, 0.0);
    for (std::size_t p = 0; p < s.links.parts; ++p) {
        const auto *made = reinterpret_cast<const double *>(s.sum_of[p]);
        const auto *missed = reinterpret_cast<const double *>(s.missed_of[p]);
        for (std::size_t k = 0; k < width; ++k) {
            output[k] += made[k];
            unmet[k] += missed[k];
        }
        for (const auto cell : s.touched[p]) {
            if (s.last[cell] == s.today) continue;
            s.last[cell] = s.today;
            s.out.bound[cell] += 1.0;
        }
        s.touched[p].clear();
    }
    s.today = static_cast<std::int32_t>(day) + 1;
}

// The worst error of a day: stock after = before + came + freed - used; came = sold the day before.
template <class V>
double balance(const State<V> &s, std::size_t lane, double stock, double sent) {
    const double scale = sent;
    double worst = 0.0;
    if (!(scale > 0.0)) return worst;
    for (std::size_t day = 0; day < s.firms.course.days; ++day) {
        double sum[6] = {};
        for (std::size_t p = 0; p < s.links.parts; ++p) {
            const auto *one = reinterpret_cast<const double *>(s.tally_of[p] + day);
            for (std::size_t k = 0; k < 6; ++k) sum[k] += one[k * State<V>::lanes + lane];
        }
        const double kept = sum[0] - stock - sum[1] - sum[2] + sum[3];
        worst = std::max(worst, std::fabs(kept) / (scale + stock));
        worst = std::max(worst, std::fabs(sum[1] - sent) / scale);
        stock = sum[0];
        sent = sum[4] - sum[5];
    }
    return worst;
}

template <class V>
void finish(State<V> &s) {
    const auto cells = s.firms.course.kinds * s.firms.course.sectors * State<V>::lanes;
    std::fill_n(s.out.cost, cells, 0.0);
    for (std::size_t p = 0; p < s.links.parts; ++p) {
        const auto *cost = reinterpret_cast<const double *>(s.cost_of[p]);
        for (std::size_t c = 0; c < cells; ++c) s.out.cost[c] += cost[c];
    }
    double stock = 0.0;
    double sent = 0.0;
    for (std::size_t i = 0; i < s.links.firms; ++i) {
        double bought = 0.0;
        for (auto e = s.links.start[i]; e < s.links.start[i + 1]; ++e) bought += s.links.amount[e];
        stock += bought * s.links.target[i];
        sent += bought;
    }
    for (std::size_t l = 0; l < State<V>::lanes; ++l) s.out.residual[l] = balance(s, l, stock, sent);
}

template <class V>
void run(State<V> &s, int threads) {
    const auto workers = std::min<std::size_t>(std::max(threads, 1), s.links.parts);
    const auto &course = s.firms.course;
    std::fill_n(s.out.bound, course.kinds * course.sectors * State<V>::lanes, 0.0);
    std::barrier meet(static_cast<std::ptrdiff_t>(workers));
    const auto work = [&](std::size_t me) {
        for (std::size_t day = 0; day < course.days; ++day) {
            for (auto p = me; p < s.links.parts; p += workers) buy_part(s.firms, p, day);
            meet.arrive_and_wait();
            for (auto p = me; p < s.links.parts; p += workers) make_part(s.firms, p, day);
            meet.arrive_and_wait();
            if (me == 0) close(s, day);
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
    State<double> state(links, course, rules, out);
    run(state, threads);
}

void agents_lanes(const Links &links, const Course &course, const Rules &rules, const Daily &out) {
    State<Lanes> state(links, course, rules, out);
    run(state, 1);
}

}  // namespace kanmon
