#include "names_words.hpp"

#include <algorithm>

namespace kanmon {
namespace {

// Edits by rows, for words of any length.
int edits_by_rows(std::string_view a, std::string_view b, std::vector<int> &space) {
    const auto n = a.size(), m = b.size();
    space.assign(3 * (m + 1), 0);
    int *before = space.data(), *above = before + m + 1, *row = above + m + 1;
    for (std::size_t j = 0; j <= m; ++j) above[j] = static_cast<int>(j);
    for (std::size_t i = 1; i <= n; ++i) {
        row[0] = static_cast<int>(i);
        for (std::size_t j = 1; j <= m; ++j) {
            const int change = above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            int best = std::min({change, above[j] + 1, row[j - 1] + 1});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                best = std::min(best, before[j - 2] + 1);
            row[j] = best;
        }
        int *const free = before;
        before = above, above = row, row = free;
    }
    return above[m];
}

// The same number a column of 64 letters at a time (Hyyro 2003, restricted swaps).
int edits_by_bits(std::string_view a, std::string_view b, std::array<std::uint64_t, 256> &bits) {
    for (std::size_t i = 0; i < a.size(); ++i)
        bits[static_cast<unsigned char>(a[i])] |= std::uint64_t{1} << i;
    const std::uint64_t last = std::uint64_t{1} << (a.size() - 1);
    std::uint64_t rise = ~std::uint64_t{0}, fall = 0, same = 0, before = 0;
    int found = static_cast<int>(a.size());
    for (const char letter : b) {
        const auto here = bits[static_cast<unsigned char>(letter)];
        const auto swap = ((~same & here) << 1) & before;
        same = (((here & rise) + rise) ^ rise) | here | fall | swap;
        auto up = fall | ~(same | rise), down = same & rise;
        found += (up & last) != 0;
        found -= (down & last) != 0;
        up = up << 1 | 1;
        down <<= 1;
        rise = down | ~(same | up);
        fall = up & same;
        before = here;
    }
    for (const char letter : a) bits[static_cast<unsigned char>(letter)] = 0;
    return found;
}

int edits(std::string_view a, std::string_view b, NameSpace &space) {
    if (a == b) return 0;
    while (!a.empty() && !b.empty() && a.front() == b.front()) a.remove_prefix(1), b.remove_prefix(1);
    while (!a.empty() && !b.empty() && a.back() == b.back()) a.remove_suffix(1), b.remove_suffix(1);
    if (a.empty() || b.empty()) return static_cast<int>(a.size() + b.size());
    if (a.size() > b.size()) std::swap(a, b);
    return a.size() <= 64 ? edits_by_bits(a, b, space.bits) : edits_by_rows(a, b, space.rows);
}

double heard_alike(std::string_view a, std::string_view b, NameSpace &space) {
    constexpr double trust[] = {0.0, 0.6, 0.8, 0.95};
    const auto least = std::min(a.size(), b.size());
    if (least == 0) return 0.0;
    return closeness(a, b, space) * trust[std::min<std::size_t>(least, 3)];
}

}  // namespace

std::string coarse_bones(std::string_view bones) {
    std::string out(bones);
    for (auto &c : out) c = c == 'f' ? 'p' : c == 'd' ? 't' : c == 'l' ? 'r' : c == 'm' ? 'n' : c;
    return out;
}

double closeness(std::string_view a, std::string_view b, NameSpace &space) {
    const auto longest = static_cast<double>(std::max(a.size(), b.size()));
    return longest == 0.0 ? 0.0 : 1.0 - edits(a, b, space) / longest;
}

Likeness alike(const NameWord &a, const NameWord &b, NameSpace &space) {
    if (a.text == b.text) return {1.0, false, false, false};
    const bool meant = a.concept_ >= 0 && a.concept_ == b.concept_;
    if ((a.kind | b.kind) & name_number) return {meant ? 0.95 : 0.0, false, meant, false};
    if ((a.kind | b.kind) & name_initial) {
        const bool same = !a.text.empty() && !b.text.empty() && a.text[0] == b.text[0];
        return {same ? 0.75 : 0.0, same, false, false};
    }
    if (meant) return {0.93, false, true, false};
    const bool read = (a.kind | b.kind) & name_read;
    const auto least = std::min(a.text.size(), b.text.size());
    const auto most = std::max(a.text.size(), b.text.size());
    // Too unlike in length to reach a half.
    if (!read && 2 * least < most) return {0.0, false, false, false};
    double value = closeness(a.text, b.text, space);
    if (read) {
        const bool syllabic = (a.kind | b.kind) & name_syllabic;
        const double ear = syllabic ? heard_alike(a.coarse, b.coarse, space)
                                    : heard_alike(a.bones, b.bones, space);
        if (ear > value) return {ear, false, false, true};
    } else if (a.bones.size() >= 2 && a.bones == b.bones) {
        value += 0.3 * (1.0 - value);
    }
    return {value, false, false, false};
}

}  // namespace kanmon
