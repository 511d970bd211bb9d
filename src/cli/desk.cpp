#include "desk.hpp"

#include "ending.hpp"
#include "guest.hpp"
#include "hub_verbs.hpp"
#include "session.hpp"
#include "verbs.hpp"

#include <hub/failure.hpp>

#include <algorithm>
#include <exception>
#include <sstream>

namespace wumei::cli {
namespace {

Catalogue texts_in(Language language) {
  const std::vector<TextTable> tables = all_texts();
  return Catalogue(language, tables);
}

bool takes_list(const Option& option) {
  return option.shape == Shape::many || option.shape == Shape::positional_list;
}

void put_argument(const Option& option, const std::vector<std::string>& values,
                  Arguments& arguments) {
  const bool flag = option.shape == Shape::flag;
  if (flag != values.empty() || (!takes_list(option) && values.size() > 1)) {
    throw bad_input({"", 0, 0, typed(option)}, "",
                    flag ? "true" : takes_list(option) ? "a list of texts" : "one text");
  }
  for (const std::string& value : values) {
    const auto& known = option.choices;
    if (known.empty() || std::find(known.begin(), known.end(), value) != known.end()) continue;
    throw bad_input({"", 0, 0, typed(option)}, value, "one of the words that --help lists");
  }
  arguments.put(option.name, typed(option), flag ? std::vector<std::string>{""} : values);
}

/// What the parser makes of a command line, made of what came over the wire.
Arguments arguments_of(const Verb& verb, const hub::VerbCall& call) {
  Arguments arguments;
  for (const auto& [name, values] : call.arguments) {
    const auto option = std::find_if(verb.options.begin(), verb.options.end(),
                                     [&](const Option& known) { return known.name == name; });
    if (option == verb.options.end()) {
      throw bad_input({"", 0, 0, name}, name, "an argument of " + call.verb);
    }
    put_argument(*option, values, arguments);
  }
  for (const Option& option : verb.options) {
    const bool needed = option.shape == Shape::required || option.shape == Shape::positional ||
                        option.shape == Shape::positional_list;
    if (needed && !arguments.has(option.name)) {
      throw bad_input({"", 0, 0, typed(option)}, "", "a value");
    }
  }
  return arguments;
}

Options options_of(const Context& own, const hub::VerbCall& call) {
  Options options;
  options.ledger = own.options.ledger;
  options.head = own.options.head;
  options.key = own.options.key;
  options.passphrase_file = own.options.passphrase_file;
  options.effective = call.effective;
  options.late = call.late;
  options.json = call.json;
  options.dry_run = call.dry_run;
  options.quiet = true;
  return options;
}

/// What was written under that request before the hub was started anew; false when nothing was.
bool told_again(Context& context, const hub::VerbCall& call) {
  if (!call.has_key || call.dry_run) return false;
  const programme::Programme& programme = context.guest->programme;
  bool known = false;
  for (std::int64_t number = 1;; ++number) {
    const auto seq = programme.find(call.key(number));
    if (!seq) return known;
    known = true;
    const std::string leaf = programme.leaf(*seq);
    const std::string kind(ledger::decode(leaf).kind);
    context.out.tr("done.known", {{"seq", std::to_string(*seq)}, {"kind", kind}});
    context.out.set("dry_run", json::Value(false));
    context.out.set("seq", json::Value(*seq));
    context.out.set("kind", json::Value(kind));
    context.out.set("added", json::Value(0));
  }
}

int status_of(const std::exception_ptr& thrown) {
  try {
    std::rethrow_exception(thrown);
  } catch (const Usage&) {
    return 400;
  } catch (const Refused& refused) {
    return hub::failure(refused.refusal()).status;
  } catch (const Verdict&) {
    return 422;
  } catch (const Error& error) {
    if (error.code() == Errc::unauthorised) return 403;
    const bool of_bytes = error.code() == Errc::corrupt || error.code() == Errc::unsupported;
    return of_bytes ? 422 : hub::failure(thrown).status;
  } catch (...) {
    return hub::failure(thrown).status;
  }
}

/// How it ended. What the hub's machine says of its disk is nobody's business elsewhere.
void end(hub::VerbAnswer& answer, const std::exception_ptr& thrown) {
  const Catalogue zh = texts_in(Language::zh);
  const Catalogue en = texts_in(Language::en);
  const Ending ending = ending_of(thrown, en);
  answer.exit = static_cast<int>(ending.exit);
  answer.status = status_of(thrown);
  answer.code = ending.code;
  answer.files.clear();
  const bool own = ending.code == "io" || ending.exit == ExitCode::internal;
  const std::string kind = "errc." + ending.code;
  answer.chinese = own ? zh.tr(kind) : sayable(ending_of(thrown, zh).message);
  answer.english = own ? en.tr(kind) : sayable(ending.message);
  if (own) return;
  for (const Fact& fact : ending.facts) answer.facts.push_back({fact.name, sayable(fact.value)});
}

/// Runs the verb and lets its findings be printed, as `main` does.
void run(Context& context, const hub::VerbCall& call) {
  const Verb* verb = find_verb(all_verbs(), call.verb);
  if (verb == nullptr) throw Error(Errc::not_found, "no verb is called " + call.verb);
  const Arguments arguments = arguments_of(*verb, call);
  if (told_again(context, call)) return;
  verb->run(context, arguments);
}

hub::VerbAnswer answered(const Context& own, const hub::VerbCall& call,
                         programme::Programme& programme) {
  const Catalogue texts = texts_in(call.chinese ? Language::zh : Language::en);
  std::ostringstream text;
  Printer out(text, texts, call.json);
  Guest guest{.programme = programme, .actor = call.actor, .look = call.look, .key = call.key};
  for (const hub::VerbFile& file : call.files) guest.files[file.name] = file.bytes;
  Context context{options_of(own, call), texts, out, &guest};
  hub::VerbAnswer answer;
  try {
    run(context, call);
    out.finish();
    for (auto& [name, bytes] : guest.written) answer.files.push_back({name, std::move(bytes)});
  } catch (const hub::Stop&) {
    throw;  // the hub's own no
  } catch (const Verdict&) {
    out.finish();
    end(answer, std::current_exception());
  } catch (...) {
    // In text what was printed before stays printed; a document is written whole or not at all.
    end(answer, std::current_exception());
  }
  answer.text = text.str();
  return answer;
}

}  // namespace

hub::Desk desk_of(const Context& own) {
  return [&own](const hub::VerbCall& call, programme::Programme& programme) {
    return answered(own, call, programme);
  };
}

}  // namespace wumei::cli
