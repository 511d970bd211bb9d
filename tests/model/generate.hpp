#pragma once

#include "model.hpp"

#include <deque>
#include <string>
#include <vector>

namespace sim {

/// Draws steps from a seed, looking at the model for what would make sense, and now and then for
/// what would not.
class Generator {
 public:
  Generator(std::uint64_t seed, int first_step) : dice_(seed), next_id_(first_step) {}

  [[nodiscard]] naive::Step next(const naive::Model& model);

 private:
  using Make = void (Generator::*)(const naive::Model&);
  struct Choice {
    int weight;
    Make make;
  };
  [[nodiscard]] static const std::vector<Choice>& choices();

  naive::Step& add(const std::string& op, naive::Fields fields = {});
  /// A command, by somebody who may and sometimes by somebody who may not.
  naive::Step& ask(const naive::Model& model, const std::string& op, const std::string& roles,
                   naive::Fields fields);
  void fresh_key(naive::Step& step);
  void sometimes_dated(const naive::Model& model, naive::Step& step);
  [[nodiscard]] std::string officer(const naive::Model& model, const std::string& roles);
  [[nodiscard]] std::string household(const naive::Model& model);
  [[nodiscard]] std::string past(const naive::Model& model, int days);
  [[nodiscard]] std::string number(std::int64_t low, std::int64_t high);
  [[nodiscard]] int step_of(const naive::Model& model, naive::Num seq) const;
  template <class Map>
  [[nodiscard]] int step_of_any(const naive::Model& model, const Map& known) {
    if (known.empty()) return 0;
    auto at = known.begin();
    std::advance(at, dice_.between(0, static_cast<std::int64_t>(known.size()) - 1));
    return step_of(model, at->first);
  }

  void clock(const naive::Model& model);
  void claim(const naive::Model& model);
  void visit(const naive::Model& model);
  void check(const naive::Model& model);
  void withdraw(const naive::Model& model);
  void notice(const naive::Model& model);
  void object(const naive::Model& model);
  void decide(const naive::Model& model);
  void confirm(const naive::Model& model);
  void redeem(const naive::Model& model);
  [[nodiscard]] std::string till();
  void lease_terms(const naive::Model& model);
  void lend(const naive::Model& model);
  void lend_more(const naive::Model& model);
  void offline(const naive::Model& model);
  void lease_end(const naive::Model& model);
  void receive(const naive::Model& model);
  void count(const naive::Model& model);
  void transfer(const naive::Model& model);
  void sell(const naive::Model& model);
  [[nodiscard]] std::string sheet(const naive::Merchant& merchant);
  void month(const naive::Model& model);
  void suspense(const naive::Model& model);
  void deposit(const naive::Model& model);
  void prices(const naive::Model& model);
  void opening(const naive::Model& model);
  void expire(const naive::Model& model);
  void budget(const naive::Model& model);
  void rules(const naive::Model& model);
  void close(const naive::Model& model);
  void late(const naive::Model& model);
  void people(const naive::Model& model);
  void card(const naive::Model& model);
  void pair(const naive::Model& model);
  void officers(const naive::Model& model);
  void reverse(const naive::Model& model);
  void erase(const naive::Model& model);
  void resend(const naive::Model& model);
  void twist(const naive::Model& model);
  void group(const naive::Model& model);
  void file(const naive::Model& model);
  void batch(const naive::Model& model);
  void fate(const naive::Model& model);

  naive::Dice dice_;
  int next_id_;
  std::deque<naive::Step> queue_;
  std::vector<naive::Step> asked_;   ///< commands so far
  std::vector<std::string> notices_{"N0"};
};

}  // namespace sim
