#include <algorithm>
#include <cmath>

#include "names.hpp"
#include "names_spread.hpp"

namespace kanmon {
namespace {

constexpr double light = 0.12;  // words below it (of, and) have no initial and no letters
constexpr std::size_t grams = std::size_t{1} << 18;
// Kinds of keys, each with its own range: letters, skeletons of heard and of written words,
// meanings, acronyms.
enum Range : std::size_t { letters = 0, heard = 1, written = 2, meaning = 3, acronym = 4, ranges = 5 };

unsigned code(unsigned char c) {
    if (c >= 'a' && c <= 'z') return c - 'a' + 1u;
    if (c >= '0' && c <= '9') return c - '0' + 27u;
    return 37u + c % 27u;
}

void add_grams(std::string_view word, Range range, std::vector<std::uint32_t> &out) {
    unsigned key = 0;
    for (std::size_t i = 0; i <= word.size(); ++i) {
        const unsigned next = i < word.size() ? code(static_cast<unsigned char>(word[i])) : 0u;
        key = (key << 6 | next) & (grams - 1);
        if (i > 0 || word.size() == 1) out.push_back(static_cast<std::uint32_t>(range * grams + key));
    }
}

std::uint32_t hashed(std::string_view word, Range range) {
    std::uint32_t h = 0;
    for (const char c : word) h = (h * 37u + code(static_cast<unsigned char>(c))) & (grams - 1);
    return static_cast<std::uint32_t>(range * grams + h);
}

void unique(std::vector<std::uint32_t> &keys) {
    std::sort(keys.begin(), keys.end());
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
}

// Keys a form is found under (as listed) or looks under (as asked).
void keys_of(const NameList &list, std::size_t f, bool listed, std::vector<std::uint32_t> &out) {
    out.clear();
    const auto &form = list.forms[f];
    for (auto p = form.first; p < form.last; ++p) {
        const auto &word = list.words[static_cast<std::size_t>(list.at[p])];
        add_grams(word.text, letters, out);
        if (word.concept_ >= 0)
            out.push_back(static_cast<std::uint32_t>(
                meaning * grams + static_cast<std::size_t>(word.concept_) % grams));
        if (word.coarse.size() < 2 || word.kind & name_number) continue;
        const bool read = word.kind & name_read;
        // A written word needs only the heard ones: written ones share its letters.
        if (listed || read) add_grams(word.coarse, read || !listed ? heard : written, out);
        if (!listed) add_grams(word.coarse, read ? written : heard, out);
    }
    if (listed && form.initials.size() >= 3) out.push_back(hashed(form.initials, acronym));
    if (!listed && form.heavy == 1 && form.whole.size() >= 3 && form.whole.size() <= 8)
        out.push_back(hashed(form.whole, acronym));
    if (listed && form.heavy == 1 && form.whole.size() >= 3 && form.whole.size() <= 8)
        out.push_back(hashed(form.whole, acronym));
    if (!listed && form.initials.size() >= 3) out.push_back(hashed(form.initials, acronym));
    unique(out);
}

}  // namespace

void NameList::build() {
    for (auto &word : words) word.coarse = coarse_bones(word.bones);
    for (auto &form : forms) {
        form.total = 0.0;
        form.heavy = 0;
        for (auto p = form.first; p < form.last; ++p) {
            const auto &word = words[static_cast<std::size_t>(at[p])];
            form.total += weight[p];
            if (weight[p] < light || word.text.empty()) continue;
            ++form.heavy;
            form.whole += word.text;
            if (!(word.kind & name_number)) form.initials += word.text[0];
        }
    }
    keys = ranges * grams;
    std::vector<std::uint32_t> found;
    posted_start.assign(keys + 1, 0);
    for (std::size_t f = 0; f < forms.size(); ++f) {
        keys_of(*this, f, true, found);
        for (const auto key : found) ++posted_start[key + 1];
    }
    rarity.assign(keys, 0);
    for (std::size_t key = 0; key < keys; ++key) {
        const auto count = posted_start[key + 1];
        if (count)
            rarity[key] = std::max<std::int64_t>(
                1, std::llround(64.0 * std::log2((static_cast<double>(forms.size()) + 1.0) /
                                                 static_cast<double>(count))));
        posted_start[key + 1] += posted_start[key];
    }
    posted.resize(posted_start[keys]);
    norm.assign(forms.size(), 1.0);
    auto next = posted_start;
    for (std::size_t f = 0; f < forms.size(); ++f) {
        keys_of(*this, f, true, found);
        std::int64_t sum = 0;
        for (const auto key : found) {
            posted[next[key]++] = static_cast<std::int32_t>(f);
            if (key < grams) sum += rarity[key] * rarity[key];
        }
        norm[f] = std::sqrt(static_cast<double>(std::max<std::int64_t>(sum, 1)));
    }
}

void NameList::candidates(const NameList &asked, std::size_t top, std::size_t budget, int threads,
                          std::int32_t *form, double *likeness) const {
    spread(asked.forms.size(), threads, [&](std::size_t first, std::size_t last) {
        std::vector<std::int64_t> sum(forms.size(), 0);
        std::vector<std::int32_t> touched;
        std::vector<std::uint32_t> found;
        std::vector<std::pair<double, std::int32_t>> best;
        for (auto f = first; f < last; ++f) {
            keys_of(asked, f, false, found);
            std::sort(found.begin(), found.end(), [&](std::uint32_t x, std::uint32_t y) {
                const auto nx = posted_start[x + 1] - posted_start[x];
                const auto ny = posted_start[y + 1] - posted_start[y];
                return nx != ny ? nx < ny : x < y;
            });
            std::size_t spent = 0;
            for (const auto key : found) {
                const auto count = posted_start[key + 1] - posted_start[key];
                if (!count) continue;
                if (spent && spent + count > budget) break;
                spent += count;
                const auto adds = rarity[key] * rarity[key];
                for (auto p = posted_start[key]; p < posted_start[key + 1]; ++p) {
                    const auto g = posted[p];
                    if (!sum[static_cast<std::size_t>(g)]) touched.push_back(g);
                    sum[static_cast<std::size_t>(g)] += adds;
                }
            }
            best.clear();
            for (const auto g : touched) {
                const auto at = static_cast<std::size_t>(g);
                best.emplace_back(static_cast<double>(sum[at]) / norm[at], g);
                sum[at] = 0;
            }
            touched.clear();
            const auto kept = std::min(top, best.size());
            const auto better = [](const auto &x, const auto &y) {
                return x.first != y.first ? x.first > y.first : x.second < y.second;
            };
            if (kept < best.size())
                std::nth_element(best.begin(), best.begin() + static_cast<std::ptrdiff_t>(kept),
                                 best.end(), better);
            std::sort(best.begin(), best.begin() + static_cast<std::ptrdiff_t>(kept), better);
            for (std::size_t k = 0; k < top; ++k) {
                form[f * top + k] = k < kept ? best[k].second : -1;
                likeness[f * top + k] = k < kept ? best[k].first : 0.0;
            }
        }
    });
}

}  // namespace kanmon
