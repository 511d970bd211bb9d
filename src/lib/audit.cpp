// Definitions of module audit.
#include <wumei/audit/checkpoint.hpp>
#include <wumei/audit/cosignature.hpp>
#include <wumei/audit/head_file.hpp>
#include <wumei/audit/national.hpp>
#include <wumei/audit/note.hpp>
#include <wumei/audit/policy.hpp>
#include <wumei/audit/proof.hpp>
#include <wumei/audit/proof_check.hpp>
#include <wumei/audit/qr.hpp>
#include <wumei/audit/signer.hpp>
#include <wumei/audit/tiles.hpp>
#include <wumei/audit/tree.hpp>
#include <wumei/audit/verify.hpp>

#include <wumei/audit/impl/checkpoint.ipp>
#include <wumei/audit/impl/cosignature.ipp>
#include <wumei/audit/impl/head_file.ipp>
#include <wumei/audit/impl/national.ipp>
#include <wumei/audit/impl/note.ipp>
#include <wumei/audit/impl/policy.ipp>
#include <wumei/audit/impl/proof.ipp>
#include <wumei/audit/impl/proof_check.ipp>
#include <wumei/audit/impl/qr.ipp>
#include <wumei/audit/impl/signer.ipp>
#include <wumei/audit/impl/tiles.ipp>
#include <wumei/audit/impl/tree.ipp>
#include <wumei/audit/impl/verify.ipp>
