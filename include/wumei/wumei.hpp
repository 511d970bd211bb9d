#pragma once

/// Everything to run a programme in memory: the values, the rules, the ledger and its commands.
/// Storage in files (`wumei/store/sqlite_store.hpp`), pages (`wumei/publish/*.hpp`) and the checks
/// of an auditor (`wumei/programme/verify.hpp`, `wumei/audit/*.hpp`) are headers of their own.
#include <wumei/programme/accounts.hpp>
#include <wumei/programme/anchor_commands.hpp>
#include <wumei/programme/award_commands.hpp>
#include <wumei/programme/batch.hpp>
#include <wumei/programme/claim_commands.hpp>
#include <wumei/programme/control_commands.hpp>
#include <wumei/programme/epoch_commands.hpp>
#include <wumei/programme/erase_commands.hpp>
#include <wumei/programme/find.hpp>
#include <wumei/programme/household_commands.hpp>
#include <wumei/programme/inspection_commands.hpp>
#include <wumei/programme/key_commands.hpp>
#include <wumei/programme/lease_commands.hpp>
#include <wumei/programme/merchant_commands.hpp>
#include <wumei/programme/market_commands.hpp>
#include <wumei/programme/natural_key.hpp>
#include <wumei/programme/notice_commands.hpp>
#include <wumei/programme/opening_commands.hpp>
#include <wumei/programme/people_commands.hpp>
#include <wumei/programme/programme.hpp>
#include <wumei/programme/rules_commands.hpp>
#include <wumei/programme/stock_commands.hpp>
#include <wumei/programme/suspense_commands.hpp>
#include <wumei/programme/transfer_commands.hpp>
#include <wumei/store/memory_store.hpp>
#include <wumei/version.hpp>
