// Names: how alike two folded words are.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kanmon {

// What the folding says of a word; the values are those of kanmon.analysis.names.words.
constexpr std::uint8_t name_read = 1, name_number = 2, name_initial = 4, name_unread = 8,
                       name_syllabic = 16;

struct NameWord {
    std::string text;
    std::string bones;  // consonant skeleton
    std::int32_t concept_;
    std::uint8_t kind;
    std::string coarse{};  // the skeleton as syllabaries hear it; NameList::build fills it
};

// What kana and hangul cannot tell apart: f and p, d and t, l and r, m and n.
std::string coarse_bones(std::string_view bones);

// Room for one thread's comparisons; bits is all zero between them.
struct NameSpace {
    std::vector<int> rows;
    std::array<std::uint64_t, 256> bits{};
};

struct Likeness {
    double value;
    bool initial, meant, heard;  // agreed by an initial, by meaning, by ear
};

// 1 less the edits (letters put in, left out, changed, neighbours swapped) a letter of the longer.
double closeness(std::string_view a, std::string_view b, NameSpace &space);

Likeness alike(const NameWord &a, const NameWord &b, NameSpace &space);

}  // namespace kanmon
