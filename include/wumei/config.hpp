#pragma once

/// The only macro that differs between the two ways to use wumei. `wumei::headers` leaves it as
/// `inline`; `wumei::wumei` defines WUMEI_COMPILED and takes the definitions from the library.
#ifdef WUMEI_COMPILED
#define WUMEI_INLINE
#else
#define WUMEI_INLINE inline
#endif
