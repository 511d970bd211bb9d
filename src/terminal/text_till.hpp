#pragma once

#include "text_counter.hpp"
#include "till_clerks.hpp"
#include "till_slip.hpp"

namespace wumei::terminal {

/// A leased till line by line: card, points, cart, confirm, tick, returns, and the way to the hub.
/// Ends when the clerk says so or the input is over; what was open is asked about at the next
/// start. The clerk proves by PIN who he is, as at the page.
class TextTill {
 public:
  struct Parts {
    TillFile& file;
    LeasedTill& till;
    TillSync& sync;
    TillSync& hub;        ///< asked while a clerk waits, so it gives up soon
    TillClerks& clerks;
    Console console;
    Printer& printer;
    OfficerId clerk;
    std::string pin = {};  ///< tried before it is asked for; "" for none
    Roll roll = Roll::mm80;
    publish::Language language = publish::Language::zh;
  };
  explicit TextTill(Parts parts) : parts_(std::move(parts)) {}
  void run();

 private:
  struct InputOver {};

  [[nodiscard]] std::string word(std::string_view zh, std::string_view en) const;
  [[nodiscard]] std::string ask(std::string_view zh, std::string_view en,
                                Answer answer = Answer::typed);
  void say(const std::string& line) { parts_.console.say(line); }
  /// Does a piece of work; what goes wrong is said.
  void attempt(const std::function<void()>& work);

  /// Until the PIN is right.
  void sign_in();
  void serve();
  void sync();
  /// Asks the hub who shows that code, unless it did not answer last time.
  void meet(const std::string& code);
  void show_state();
  void begin(const std::string& code);
  void answer(const TillRecord& record);
  void give_slip(const TillRecord& record);
  void show_record(const TillRecord& record);
  void show_cart(const TillCart& cart);
  void shop();
  void put(const std::string& typed);
  void confirm();
  void take_return();
  void close();

  Parts parts_;
  bool away_ = false;  ///< the hub did not answer last time
};

}  // namespace wumei::terminal
