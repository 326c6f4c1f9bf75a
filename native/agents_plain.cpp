// The day's passes side by side for any machine, and the choice among those compiled.
#include "agents_lanes.hpp"

#if defined(__GNUC__)
namespace kanmon {

KANMON_PASSES_HERE(plain)

void buy_part(const Firms<Lanes> &s, std::size_t p, std::size_t day) {
#if defined(KANMON_X86)
    if (__builtin_cpu_supports("avx512f")) return buy_avx512(s, p, day);
    if (__builtin_cpu_supports("avx2")) return buy_avx2(s, p, day);
#endif
    buy_plain(s, p, day);
}

void make_part(const Firms<Lanes> &s, std::size_t p, std::size_t day) {
#if defined(KANMON_X86)
    if (__builtin_cpu_supports("avx512f")) return make_avx512(s, p, day);
    if (__builtin_cpu_supports("avx2")) return make_avx2(s, p, day);
#endif
    make_plain(s, p, day);
}

}  // namespace kanmon
#endif
