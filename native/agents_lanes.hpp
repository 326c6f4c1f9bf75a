// Scenarios side by side: a vector of doubles, and the day's passes compiled for each width of
// the machine. The same operations in the same order on each, so the same bits.
#pragma once

#include "agents_day.hpp"

namespace kanmon {

// Compilers without vector types run scenarios one by one.
#if defined(__GNUC__)
typedef double Lanes __attribute__((vector_size(8 * agents_width)));
#else
typedef double Lanes;
#endif

#define KANMON_PASSES(name)                                                      \
    void buy_##name(const Firms<Lanes> &s, std::size_t p, std::size_t day);      \
    void make_##name(const Firms<Lanes> &s, std::size_t p, std::size_t day);
#define KANMON_PASSES_HERE(name)                                                 \
    void buy_##name(const Firms<Lanes> &s, std::size_t p, std::size_t day) {     \
        if (s.links.marks)                                                       \
            buy<Lanes, true, false>(s, p, day);                                  \
        else                                                                     \
            buy<Lanes, false, false>(s, p, day);                                 \
    }                                                                            \
    void make_##name(const Firms<Lanes> &s, std::size_t p, std::size_t day) {    \
        make<Lanes>(s, p, day);                                                  \
    }

#if defined(__GNUC__)
KANMON_PASSES(plain)
#if defined(__x86_64__)
#define KANMON_X86
KANMON_PASSES(avx2)
KANMON_PASSES(avx512)
#endif
void buy_part(const Firms<Lanes> &s, std::size_t p, std::size_t day);
void make_part(const Firms<Lanes> &s, std::size_t p, std::size_t day);
#endif

}  // namespace kanmon
