// Definitions of module rules.
#include <wumei/rules/impl/award_terms.ipp>
#include <wumei/rules/impl/diff.ipp>
#include <wumei/rules/impl/evaluate.ipp>
#include <wumei/rules/impl/examples.ipp>
#include <wumei/rules/impl/parse_book.ipp>
#include <wumei/rules/impl/parse_sheet.ipp>
#include <wumei/rules/impl/rule.ipp>
#include <wumei/rules/impl/rule_book.ipp>
#include <wumei/rules/impl/score_sheet.ipp>
#include <wumei/rules/impl/shelf.ipp>
