// The day's passes side by side for processors with AVX-512.
#if defined(__GNUC__) && defined(__x86_64__)
#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("avx512f"))), apply_to = function)
#else
#pragma GCC target("avx512f")
#endif

#include "agents_lanes.hpp"

namespace kanmon {
KANMON_PASSES_HERE(avx512)
}  // namespace kanmon

#if defined(__clang__)
#pragma clang attribute pop
#endif
#endif
