// Definitions of module notice.
#include <wumei/notice/impl/board.ipp>
