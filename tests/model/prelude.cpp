#include "run.hpp"

namespace sim {

namespace {

/// Numbers the steps as they come.
class Writer {
 public:
  explicit Writer(int first) : next_(first) {}

  void add(const std::string& op, naive::Fields fields) {
    fields.try_emplace("as", "o-head");
    fields.try_emplace("at", "pc");
    trace_.push_back({next_++, op, std::move(fields)});
    if (!trace_.back().has("key")) trace_.back().fields["key"] = "p" + std::to_string(next_);
  }
  void natural(const std::string& op, naive::Fields fields) {
    add(op, std::move(fields));
    trace_.back().fields.erase("key");
  }
  [[nodiscard]] naive::Trace take() { return std::move(trace_); }

 private:
  int next_;
  naive::Trace trace_;
};

void appoint_officers(Writer& writer) {
  for (const char* role : {"admin", "grid-worker", "group-leader", "panel", "women", "village",
                           "supervisor", "township", "keeper", "shop-supervisor"}) {
    writer.add("appoint", {{"officer", std::string("o-") + role}, {"roles", role}});
  }
  writer.add("appoint", {{"officer", "o-v1"}, {"roles", "village,keeper"}, {"villages", "V01"}});
  writer.add("appoint", {{"officer", "o-v2"}, {"roles", "village,keeper"}, {"villages", "V02"}});
  writer.add("appoint", {{"officer", "o-many"},
                         {"roles", "grid-worker,group-leader,panel,women,keeper"}});
}

void register_households(Writer& writer) {
  for (int number = 1; number <= 5; ++number) {
    const std::string village = number <= 3 ? "V01" : "V02";
    const std::string id = (number <= 3 ? "010100" : "020100") + std::to_string(number);
    writer.add("household", {{"household", id},
                             {"village", village},
                             {"status", "resident"},
                             {"people", "3"},
                             {"passbook", "P" + std::to_string(number)},
                             {"card", "C" + std::to_string(number)}});
  }
}

void stock_shops(Writer& writer) {
  writer.natural("shop", {{"shop", "S1"}, {"village", "V01"}});
  writer.natural("shop", {{"shop", "S2"}, {"village", "V02"}});
  for (const char* fund : {"V01", "V02"}) {
    writer.natural("deposit", {{"fund", fund}, {"yuan", "20000"}, {"document", "D0"},
                               {"on", "2026-04-01"}});
  }
  writer.natural("receive", {{"shop", "S1"}, {"source", "donor"}, {"donor", "D1"},
                             {"delivery", "DN0"}, {"on", "2026-04-01"},
                             {"witness", "o-shop-supervisor"},
                             {"lines", "rice:12:250:,soap:20:90:"}});
  writer.natural("receive", {{"shop", "S2"}, {"source", "opening"}, {"fund", "V02"},
                             {"delivery", "DN0"}, {"on", "2026-04-01"},
                             {"lines", "rice:5:240:::2026-06-01,soap:9:80:R"}});
}

}  // namespace

naive::Step world_step(std::uint64_t seed) {
  return {0, "world", {{"store", seed % 3 == 0 ? "disk" : "memory"},
                       {"variant", std::to_string(seed % 1000003)}}};
}

naive::Trace prelude(const naive::Step& world) {
  Writer writer(1);
  writer.add("village", {{"village", "V01"}, {"name", "青石村"}});
  writer.natural("prices", {{"version", "1"}, {"from", "2026-04-01"}, {"minimum", "300"},
                            {"goods", "rice:300:4,soap:150:6"}});
  writer.add("village", {{"village", "V02"}, {"name", "柳河村"}});
  writer.natural("rules", {{"version", "1"}, {"from", "2026-04-01"},
                           {"variant", world.text("variant")}});
  writer.natural("sheet", {{"from", "2026-04-01"}});
  writer.add("donor", {{"donor", "D1"}});
  appoint_officers(writer);
  register_households(writer);
  stock_shops(writer);
  writer.natural("merchant", {{"merchant", "M1"}, {"villages", "V01,V02"}, {"fund", "V01"},
                              {"rate", "95"}, {"from", "2026-04-05"}, {"until", "2027-12-31"}});
  writer.natural("merchant", {{"merchant", "M2"}, {"villages", "V02"}, {"fund", "V02"},
                              {"rate", "100"}, {"from", "2026-04-01"}, {"until", "2029-12-31"}});
  for (const char* fund : {"V01", "V02"}) {
    writer.add("budget", {{"fund", fund}, {"year", "2026"}, {"from", "4"}, {"until", "12"},
                          {"monthly", "3000"}, {"document", "B0"}});
  }
  return writer.take();
}

}  // namespace sim
