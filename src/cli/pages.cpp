#include "pages.hpp"

namespace wumei::cli {

Language language_of(const Context& context) { return context.texts.language(); }

/// Writes the page when --html asks for one; "-" means standard output.
bool wrote_page(Context& context, const Arguments& arguments,
                const std::function<std::string()>& page) {
  if (!arguments.has("html")) return false;
  const std::string file = arguments.text("html");
  if (file == "-") {
    context.out.raw(page());
    return true;
  }
  const std::string bytes = page();
  const bool dry_run = context.options.dry_run;
  if (!dry_run) context.put_file(file, bytes);
  context.out.tr(dry_run ? "page.dry_run" : "page.written", {{"file", file}});
  context.out.set("dry_run", json::Value(dry_run));
  context.out.set("file", json::Value(file));
  return true;
}

Option html_option() {
  return {Shape::optional, "html", "FILE",
          {"写成可打印的网页（- 为标准输出）", "write a page to print (- for stdout)"}, {},
          Hint::output};
}

}  // namespace wumei::cli
