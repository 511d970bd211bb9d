#include "check_page.hpp"
#include "proof_files.hpp"
#include "session.hpp"
#include "verbs.hpp"

#include <wumei/base/assert.hpp>
#include <wumei/programme/programme.hpp>
#include <wumei/publish/html.hpp>

namespace wumei::cli {
namespace {

/// Gives the page one of the values it was made without.
void fill(std::string& page, const std::string& name, const std::string& value) {
  const std::string before = "content=\"";
  const std::size_t named = page.find('"' + name + '"');
  WUMEI_ASSERT(named != std::string::npos);
  page.insert(page.find(before, named) + before.size(), publish::escape_html(value));
}

/// The log's key and those of the witnesses, one a line.
std::string keys(const Context& context, const programme::Charter& charter,
                 const Arguments& arguments) {
  std::string keys = charter.log_key;
  if (!arguments.has("policy")) return keys;
  for (const audit::PolicyWitness& witness : read_policy(context, arguments).witnesses) {
    keys += '\n' + witness.key.text();
  }
  return keys;
}

void make(Context& context, const Arguments& arguments) {
  Session session(context, Access::read);
  const programme::Charter& charter = session.state().charter;
  std::string page(check_page());
  fill(page, "log-title", charter.title);
  fill(page, "log-key", keys(context, charter, arguments));
  if (!arguments.has("out")) {
    context.out.raw(page);
    return;
  }
  const std::string file = arguments.text("out");
  if (!session.dry_run()) context.put_file(file, page);
  context.out.tr(session.dry_run() ? "page.dry_run" : "page.written", {{"file", file}});
  context.out.set("file", json::Value(file));
  context.out.set("verifier_key", json::Value(charter.log_key));
}

}  // namespace

void add_check_page(Verbs& verbs) {
  verbs.push_back(
      {.name = "check-page",
       .help = {"生成居民自查凭证码的网页，单个文件，不联网",
                "Write the page on which citizens check a code: one file, no network"},
       .example = "wumei -L zhen.wumei check-page --out check.html",
       .options = {optional_output("out", "FILE", {"写入文件", "write it to a file"}),
                   optional_file("policy", "FILE",
                                 {"也认这份策略里的见证人",
                                  "know the witnesses of this policy too"})},
       .run = make});
}

}  // namespace wumei::cli
