#pragma once

#include "api.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace wumei::terminal {

/// How a question may be answered.
enum class Answer : std::uint8_t {
  typed = 1,
  hidden = 2,   ///< typed, and shown to nobody: a PIN
  scanned = 3,  ///< typed or scanned
};

/// The lines that a clerk reads and types.
struct Console {
  /// The answer to a question; nothing when the input is over.
  std::function<std::optional<std::string>(const std::string& question, Answer answer)> ask;
  std::function<void(const std::string& line)> say;
};

/// The counter where no browser runs, line by line: sign in, card, balance, cart, confirm, tick and
/// the close of the day, on the same flows and the same journal as the page. Ends when the clerk
/// says so or the input is over; what was open is asked about at the next start. After three
/// minutes without an answer the PIN is asked for again.
class TextCounter {
 public:
  TextCounter(Desk desk, Console console);
  void run();

 private:
  struct InputOver {};
  struct Locked {};

  [[nodiscard]] std::string ask(std::string_view zh, std::string_view en,
                                Answer answer = Answer::typed);
  void say(std::string_view zh, std::string_view en) const;
  [[nodiscard]] std::string word(std::string_view zh, std::string_view en) const;
  /// Does a piece of work; what goes wrong is said. False then.
  bool attempt(const std::function<void()>& work);

  void sign_in();
  void serve();
  void begin(const std::string& code);
  void answer(const Sale& sale);
  void take_back(const std::string& id);
  void give_slip(const std::string& id);
  void show_account(const Visit& visit);
  void show_cart(const Cart& cart);
  /// One step at the cart of the household that stands there.
  void shop();
  void put(const Visit& visit, const std::string& typed);
  [[nodiscard]] std::optional<ShelfGoods> on_the_list(const std::string& sku) const;
  void confirm(const Visit& visit);
  void close();
  [[nodiscard]] std::vector<Count> count(const DayClose& day);
  [[nodiscard]] std::string ask_reason(const Fact& difference);
  /// False when differences need their reasons: they are asked for, and written into `counts`.
  bool try_close(std::vector<Count>& counts, const OfficerId& second);

  Desk desk_;
  Console console_;
  Clerk clerk_;
  std::chrono::milliseconds worked_{};
};

}  // namespace wumei::terminal
