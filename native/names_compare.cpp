#include <algorithm>
#include <array>
#include <cmath>

#include "names.hpp"
#include "names_spread.hpp"

namespace kanmon {
namespace {

struct Edge {
    double rank, value;
    int left, right;         // first word of each side
    int lefts, rights;       // how many words
    bool initial, meant, heard;
};

constexpr int most_words = 64;

class Comparer {
  public:
    Comparer(const NameList &asked, const NameList &listed) : q(asked), n(listed) {}

    void pair(std::size_t i, std::size_t j, double *out) {
        const auto &a = q.forms[i], &b = n.forms[j];
        std::fill(out, out + name_features, 0.0);
        const int la = static_cast<int>(std::min<std::size_t>(a.last - a.first, most_words));
        const int lb = static_cast<int>(std::min<std::size_t>(b.last - b.first, most_words));
        if (la == 0 || lb == 0 || a.total <= 0.0 || b.total <= 0.0) return;
        // Two names in the same Chinese or Korean characters are compared as written, not as read.

        if (a.own != b.own || (!a.own && barred(a, b))) {
            out[1] = out[2] = out[3] = 1.0;
            return;
        }
        edges.clear();
        for (int x = 0; x < la; ++x)
            for (int y = 0; y < lb; ++y) {
                const auto like = alike(left(a, x), right(b, y), space);
                if (like.value >= 0.5)
                    edges.push_back({like.value * (wq(a, x) + wn(b, y)), like.value, x, y, 1, 1,
                                     like.initial, like.meant, like.heard});
            }
        joined(a, b, la, lb);
        std::sort(edges.begin(), edges.end(), [](const Edge &x, const Edge &y) {
            if (x.rank != y.rank) return x.rank > y.rank;
            if (x.left != y.left) return x.left < y.left;
            if (x.right != y.right) return x.right < y.right;
            if (x.lefts != y.lefts) return x.lefts < y.lefts;
            return x.rights < y.rights;
        });
        used_left.fill(false);
        used_right.fill(false);
        chosen.clear();
        for (const auto &e : edges) {
            bool free = true;
            for (int x = 0; x < e.lefts; ++x) free = free && !used_left[e.left + x];
            for (int y = 0; y < e.rights; ++y) free = free && !used_right[e.right + y];
            if (!free) continue;
            for (int x = 0; x < e.lefts; ++x) used_left[e.left + x] = true;
            for (int y = 0; y < e.rights; ++y) used_right[e.right + y] = true;
            chosen.push_back(e);
        }
        tell(a, b, la, lb, out);
    }

  private:
    const NameList &q, &n;
    std::vector<Edge> edges, chosen;
    std::array<bool, most_words> used_left{}, used_right{};
    NameSpace space;
    std::string run;

    const NameWord &left(const NameForm &a, int x) const {
        return q.words[static_cast<std::size_t>(q.at[a.first + static_cast<std::size_t>(x)])];
    }
    const NameWord &right(const NameForm &b, int y) const {
        return n.words[static_cast<std::size_t>(n.at[b.first + static_cast<std::size_t>(y)])];
    }
    double wq(const NameForm &a, int x) const { return q.weight[a.first + static_cast<std::size_t>(x)]; }
    double wn(const NameForm &b, int y) const { return n.weight[b.first + static_cast<std::size_t>(y)]; }

    static bool barred(const NameForm &a, const NameForm &b) { return (a.scripts & b.scripts & 3u) != 0; }

    // Words of one side run together against one word of the other.
    void joined(const NameForm &a, const NameForm &b, int la, int lb) {
        for (int many = 2; many <= 3; ++many) {
            for (int x = 0; x + many <= la; ++x) {
                run.clear();
                double w = 0.0;
                for (int k = 0; k < many; ++k) run += left(a, x + k).text, w += wq(a, x + k);
                for (int y = 0; y < lb; ++y) {
                    const double value = together(right(b, y));
                    if (value > 0.0)
                        edges.push_back({value * (w + wn(b, y)), value, x, y, many, 1, false, false, false});
                }
            }
            for (int y = 0; y + many <= lb; ++y) {
                run.clear();
                double w = 0.0;
                for (int k = 0; k < many; ++k) run += right(b, y + k).text, w += wn(b, y + k);
                for (int x = 0; x < la; ++x) {
                    const double value = together(left(a, x));
                    if (value > 0.0)
                        edges.push_back({value * (w + wq(a, x)), value, x, y, 1, many, false, false, false});
                }
            }
        }
    }

    double together(const NameWord &word) {
        const auto x = run.size(), y = word.text.size();
        if (y < 4 || (x > y ? x - y : y - x) > 2) return 0.0;
        const double value = 0.98 * closeness(run, word.text, space);
        return value >= 0.75 ? value : 0.0;
    }

    void tell(const NameForm &a, const NameForm &b, int la, int lb, double *out) {
        double agreed = 0.0, met_q = 0.0, met_n = 0.0, worst = 1.0, initials = 0.0, meant = 0.0;
        double first = 0.0, amiss = 0.0, heard = 0.0;
        int heavy = 0, apart = 0, order = 0;
        for (std::size_t k = 0; k < chosen.size(); ++k) {
            const auto &e = chosen[k];
            double x = 0.0, y = 0.0;
            for (int i = 0; i < e.lefts; ++i) x += wq(a, e.left + i);
            for (int i = 0; i < e.rights; ++i) y += wn(b, e.right + i);
            met_q += x;
            met_n += y;
            agreed += (x + y) * e.value;
            amiss += (x + y) * (1.0 - e.value);
            if (e.initial) initials += x + y;
            if (e.meant) meant += x + y;
            // An ear that hears two consonants alike has heard little.
            if (e.heard) heard += (x + y) * (std::max(0.0, e.value - 0.7) * 4.0);
            if (!e.meant && !e.heard && left(a, e.left).text[0] != right(b, e.right).text[0]) first += x + y;
            if (x + y >= 0.6) {
                ++heavy;
                if (!e.initial) worst = std::min(worst, e.value);
            }
            for (std::size_t m = 0; m < k; ++m) {
                ++order;
                if ((chosen[m].left < e.left) != (chosen[m].right < e.right)) ++apart;
            }
        }
        const double both = a.total + b.total, met = met_q + met_n;
        const double rest_q = std::max(0.0, a.total - met_q), rest_n = std::max(0.0, b.total - met_n);
        out[0] = agreed / both;
        out[1] = rest_q / a.total;
        out[2] = rest_n / b.total;
        out[3] = std::min(1.0, std::min(rest_q, rest_n) / std::min(a.total, b.total));
        out[4] = 1.0 - worst;
        out[5] = met > 0.0 ? amiss / met : 1.0;
        out[6] = closeness(a.whole, b.whole, space);
        out[7] = a.whole == b.whole ? 1.0 : 0.0;
        out[8] = numbers(a, b, la, lb);
        out[9] = initials / both;
        out[10] = order > 0 && !a.turned && !b.turned ? static_cast<double>(apart) / order : 0.0;
        out[11] = heavy == 1 && std::max(a.heavy, b.heavy) > 1 ? 1.0 : 0.0;
        out[12] = acronyms(a, b);
        out[13] = (a.legal & b.legal) ? 1.0 : 0.0;
        // The lowest family bit is "company, kind not told", which contradicts nothing.
        out[14] = (a.legal & ~1u) && (b.legal & ~1u) && !(a.legal & b.legal & ~1u) ? 1.0 : 0.0;
        out[15] = meant / both;
        out[16] = first / both;
        out[17] = std::min(1.0, 0.25 * std::min(met_q, met_n));
        out[18] = a.own ? 1.0 : 0.0;
        out[19] = heard / both;
    }

    double numbers(const NameForm &a, const NameForm &b, int la, int lb) const {
        bool missing_left = false, missing_right = false;
        for (int x = 0; x < la; ++x) missing_left |= !used_left[x] && (left(a, x).kind & name_number);
        for (int y = 0; y < lb; ++y) missing_right |= !used_right[y] && (right(b, y).kind & name_number);
        return missing_left && missing_right ? 1.0 : missing_left || missing_right ? 0.5 : 0.0;
    }

    static double acronyms(const NameForm &a, const NameForm &b) {
        const bool there = a.heavy == 1 && a.whole.size() >= 3 && a.whole == b.initials;
        const bool back = b.heavy == 1 && b.whole.size() >= 3 && b.whole == a.initials;
        return there || back ? 1.0 : 0.0;
    }
};

}  // namespace

void NameList::compare(const NameList &asked, const std::int32_t *left, const std::int32_t *right,
                       std::size_t pairs, int threads, double *features) const {
    spread(pairs, threads, [&](std::size_t first, std::size_t last) {
        Comparer comparer(asked, *this);
        for (auto p = first; p < last; ++p)
            comparer.pair(static_cast<std::size_t>(left[p]), static_cast<std::size_t>(right[p]),
                          features + p * name_features);
    });
}

}  // namespace kanmon
