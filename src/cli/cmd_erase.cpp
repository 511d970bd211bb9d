#include "session.hpp"
#include "verbs.hpp"

#include <wumei/programme/erase_commands.hpp>

/// Forgetting what the law wants forgotten.
namespace wumei::cli {
namespace {

/// All of a household's, durable together; what was erased before is not asked for again.
void erase_household(Session& session, const Arguments& arguments, programme::Erasure erasure) {
  const HouseholdId household = arguments.id<HouseholdId>("household");
  const auto seqs = programme::details_about(session.programme(), household);
  if (seqs.empty()) {
    throw Refused({RefusalCode::nothing_to_do, {{"household", household.text()}}});
  }
  std::vector<programme::Command> commands;
  json::Array erased;
  for (const ledger::Seq seq : seqs) {
    erasure.seq = seq;
    commands.push_back(programme::erase_command(session.programme(), session.actor(), erasure));
    erased.emplace_back(seq);
  }
  session.submit_all(std::move(commands), OnRefusal::stop);
  session.context().out.set("erased", json::Value(std::move(erased)));
}

void erase(Context& context, const Arguments& arguments) {
  if (arguments.has("seq") == arguments.has("household")) {
    throw Usage(context.tr("usage.erase_what"));
  }
  Session session(context, Access::write);
  programme::Erasure erasure;
  erasure.ground = arguments.text("ground");
  erasure.document = arguments.text("document");
  if (arguments.has("household")) {
    erase_household(session, arguments, erasure);
  } else {
    erasure.seq = arguments.integer("seq");
    session.submit(
        programme::erase_command(session.programme(), session.actor(), erasure));
  }
  if (!session.dry_run()) context.out.tr("erase.backups");
}

}  // namespace

void add_erase(Verbs& verbs) {
  Option seq = positional("seq", "SEQ", {"哪一笔", "the entry whose detail goes"});
  seq.shape = Shape::positional_optional;
  verbs.push_back(
      {.name = "erase",
       .help = {"依法删除私密内容，留下删除记录", "Erase private detail and say so in the log"},
       .example = "wumei erase --household 0301017 --ground 个保法47条 --document 官政〔2026〕21号",
       .options = {seq,
                   optional("household", "HOUSEHOLD",
                            {"该户的全部私密内容", "all private detail about a household"}),
                   required("ground", "TEXT",
                            {"依据（公开，不要写姓名）", "on what ground (public: no names)"}),
                   required("document", "TEXT", {"文号", "number of the paper"})},
       .run = erase});
}

}  // namespace wumei::cli
