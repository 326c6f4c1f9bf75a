// Names: a list of folded names, its inverted index, and the comparison of two names word by word.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "names_words.hpp"

namespace kanmon {

constexpr int name_features = 20;

struct NameForm {
    std::size_t first, last;  // its words
    std::uint32_t legal, scripts;
    std::uint8_t own, turned;
    double total;
    std::string whole;     // its words of weight, run together
    std::string initials;  // their first letters
    int heavy;             // how many they are
};

class NameList {
  public:
    std::vector<NameWord> words;
    std::vector<NameForm> forms;
    std::vector<std::int32_t> at;   // word of each place
    std::vector<double> weight;     // of each place

    // Derives totals and initials, then builds the postings. Words and places are set before.
    void build();

    // The `top` forms of this list most like a form of `asked`, best first; -1 fills the rest.
    // Rare keys are read first and reading stops after `budget` postings.
    void candidates(const NameList &asked, std::size_t top, std::size_t budget, int threads,
                    std::int32_t *form, double *likeness) const;

    // Features of pairs, `name_features` a pair.
    void compare(const NameList &asked, const std::int32_t *left, const std::int32_t *right,
                 std::size_t pairs, int threads, double *features) const;

  private:
    std::vector<std::uint64_t> posted_start;
    std::vector<std::int32_t> posted;
    std::vector<std::int64_t> rarity;
    std::vector<double> norm;
    std::size_t keys = 0;
};

}  // namespace kanmon
