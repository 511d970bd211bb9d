#pragma once

#include "counter.hpp"
#include "pictures.hpp"
#include "printer.hpp"
#include "scans.hpp"

#include <http/json_text.hpp>

/// What the counter knows, as the page gets it.
namespace wumei::terminal {

using http::Json;

[[nodiscard]] Json household_json(const Customer& customer);
/// With what is asked to know the household.
[[nodiscard]] Json asked_json(const Customer& customer);
[[nodiscard]] Json cart_json(const Cart& cart);
[[nodiscard]] Json visit_json(const Visit& visit);
[[nodiscard]] Json shelf_json(const PricedShelf& shelf, const Pictures& pictures);
[[nodiscard]] Json brief_json(const SoldSlip& sold);
[[nodiscard]] Json redemption_json(const SoldSlip& sold);
[[nodiscard]] Json printer_json(PrinterState state);
[[nodiscard]] Json scanner_json(ScannerState state);
[[nodiscard]] Json difference_json(const Difference& difference);

}  // namespace wumei::terminal
