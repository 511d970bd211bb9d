#include "errors.hpp"
#include "ledger.hpp"
#include "replay.hpp"
#include "stream.hpp"

#include <pybind11/pybind11.h>
#include <pybind11/stl.h>
#include <pybind11/stl/filesystem.h>
#include <wumei/publish/statement.hpp>

#include <algorithm>
#include <tuple>

/// wumei._core: what the package's Python is written on. Every call lets go of Python's lock.
namespace wumei::python {
namespace {

namespace py = pybind11;
using NoGil = py::call_guard<py::gil_scoped_release>;

void free_stream(PyObject* capsule) {
  auto* stream =
      static_cast<ArrowArrayStream*>(PyCapsule_GetPointer(capsule, "arrow_array_stream"));
  if (stream == nullptr) return;
  if (stream->release != nullptr) stream->release(stream);
  delete stream;
}

void free_schema(PyObject* capsule) {
  auto* schema = static_cast<ArrowSchema*>(PyCapsule_GetPointer(capsule, "arrow_schema"));
  if (schema == nullptr) return;
  if (schema->release != nullptr) schema->release(schema);
  delete schema;
}

std::optional<Date> day_of(const std::string& text) {
  if (text.empty()) return std::nullopt;
  return Date::parse(text);
}

/// Numbers of the columns; all of them for none. Throws Errc::not_found naming the column.
std::vector<std::size_t> columns_of(const Definition& table,
                                    const std::vector<std::string>& names) {
  std::vector<std::size_t> numbers;
  for (std::size_t i = 0; names.empty() && i < table.fields.size(); ++i) numbers.push_back(i);
  for (const std::string& name : names) {
    const auto at = std::find_if(table.fields.begin(), table.fields.end(),
                                 [&](const Field& field) { return field.name == name; });
    if (at == table.fields.end()) {
      throw Error(Errc::not_found, std::string(table.name) + " has no column " + name,
                  {{"table", std::string(table.name)}, {"column", name}});
    }
    numbers.push_back(static_cast<std::size_t>(at - table.fields.begin()));
  }
  return numbers;
}

/// What Python asks of a table.
struct Wish {
  std::string table;
  std::string since, until;
  std::vector<std::string> villages, kinds, columns;
  int threads = 2;
};

py::capsule stream_of(const std::shared_ptr<Ledger>& ledger, const Wish& wish) {
  auto stream = std::make_unique<ArrowArrayStream>();
  {
    const py::gil_scoped_release released;
    const Definition& table = definition(wish.table);
    Asked asked{&table,
                {day_of(wish.since), day_of(wish.until), wish.villages, wish.kinds},
                columns_of(table, wish.columns), wish.threads};
    open_stream(ledger, std::move(asked), *stream);
  }
  return py::capsule(stream.release(), "arrow_array_stream", free_stream);
}

py::capsule schema_of(const Wish& wish) {
  const Definition& table = definition(wish.table);
  auto schema = std::make_unique<ArrowSchema>();
  export_schema(table.fields, columns_of(table, wish.columns), *schema);
  return py::capsule(schema.release(), "arrow_schema", free_schema);
}

const char* type_name(Type type) {
  switch (type) {
    case Type::integer: return "int64";
    case Type::decimal: return "decimal128(18, 2)";
    case Type::measure: return "decimal128(18, 3)";
    case Type::date: return "date32";
    case Type::instant: return "timestamp[ms, UTC]";
    case Type::flag: return "bool";
    case Type::text: return "utf8";
    case Type::word: return "dictionary<int32, utf8>";
    case Type::seqs: return "list<int64>";
  }
  return "";
}

py::dict tables() {
  py::dict all;
  for (const Definition& table : definitions()) {
    py::list fields;
    for (const Field& field : table.fields) {
      fields.append(py::make_tuple(field.name, type_name(field.type), field.nullable, field.about));
    }
    all[py::str(std::string(table.name))] = py::make_tuple(std::string(table.about), fields);
  }
  return all;
}

/// What the ledger says of itself, as canonical JSON.
std::string about(Ledger& ledger) {
  return ledger.look([&](const programme::Programme& programme) {
    const programme::State& state = programme.state();
    const programme::Charter& charter = state.charter;
    json::Array villages;
    for (const auto& [id, village] : state.people.villages) {
      villages.push_back(
          json::Value::object({{"village", id.text()},
                               {"name", village.name},
                               {"resident", people::resident_households(state.people, id)}}));
    }
    const auto closed = state.book.closed_through();
    return json::write(json::Value::object(
        {{"title", charter.title}, {"programme", charter.programme}, {"origin", charter.origin},
         {"log_key", charter.log_key}, {"offset", charter.offset_minutes},
         {"rehearsal", charter.rehearsal}, {"close_day", charter.close_day},
         {"entries", programme.size()}, {"root", to_base64(programme.root().bytes())},
         {"recorded", state.book.last_recorded().millis()}, {"today", programme.today().text()},
         {"closed_through", closed ? closed->text() : ""},
         {"households", static_cast<std::int64_t>(state.people.households.size())},
         {"villages", std::move(villages)}}));
  });
}

std::string import_bytes(Ledger& ledger, const std::string& actor, const Import& asked) {
  const programme::ImportReceipt receipt = ledger.import(actor, asked);
  json::Object kinds;
  for (const auto& [kind, count] : receipt.kinds) kinds.emplace_back(kind, count);
  json::Array refused;
  for (const auto& [place, refusal] : receipt.refused) {
    refused.push_back(
        json::Value::object({{"line", place.line},
                             {"code", std::string(name(refusal.code))},
                             {"zh", texts(cli::Language::zh).sentence(refusal)},
                             {"en", texts(cli::Language::en).sentence(refusal)}}));
  }
  return json::write(json::Value::object(
      {{"file", asked.file.name}, {"kind", asked.file.kind},
       {"dry_run", asked.options.dry_run}, {"seen_before", receipt.seen_before},
       {"rows", receipt.rows}, {"added", receipt.added}, {"known", receipt.known},
       {"record", receipt.record}, {"kinds", std::move(kinds)},
       {"refused", std::move(refused)}}));
}

std::string statement_page(Ledger& ledger, const std::string& household,
                           const std::string& language) {
  return ledger.look([&](const programme::Programme& programme) {
    publish::StatementQuery query;
    query.household = HouseholdId(household);
    query.day = programme.today();
    query.language = language_named(language);
    query.masked = true;
    return publish::statement_html(publish::gather_statement(programme, query), query.language);
  });
}

std::int64_t balance(Ledger& ledger, const std::string& account, std::int64_t seq,
                     const std::string& day) {
  return ledger.look([&](const programme::Programme& programme) {
    static_cast<void>(ledger::parse_account(account));
    ledger::AsOf as_of;
    if (seq >= 0) as_of.seq = seq;
    if (!day.empty()) as_of.effective = Date::parse(day);
    return programme.balance(account, as_of);
  });
}

void bind_calls(py::module_& module) {
  py::class_<Call>(module, "Call", "A verb of the command line and what it is given.")
      .def(py::init([](std::vector<std::string> verb,
                       std::map<std::string, std::vector<std::string>> options,
                       std::map<std::string, std::string> globals, std::string lang, bool text) {
             return Call{std::move(verb), std::move(options), std::move(globals), std::move(lang),
                         text};
           }),
           py::arg("verb"), py::arg("options"), py::arg("globals"), py::arg("lang") = "en",
           py::arg("text") = false);
  py::class_<Opening>(module, "Opening", "Which ledger is opened, and for what.")
      .def(py::init([](std::filesystem::path file, bool write, std::string head, std::string key,
                       std::optional<std::string> passphrase, std::string now) {
             return Opening{std::move(file), write, std::move(head), std::move(key),
                            std::move(passphrase), std::move(now)};
           }),
           py::arg("file"), py::arg("write") = false, py::arg("head") = "", py::arg("key") = "",
           py::arg("passphrase") = py::none(), py::arg("now") = "");
  py::class_<Wish>(module, "Wish", "Which rows and columns of a table.")
      .def(py::init<>())
      .def_readwrite("table", &Wish::table)
      .def_readwrite("since", &Wish::since)
      .def_readwrite("until", &Wish::until)
      .def_readwrite("villages", &Wish::villages)
      .def_readwrite("kinds", &Wish::kinds)
      .def_readwrite("columns", &Wish::columns)
      .def_readwrite("threads", &Wish::threads);
}

void bind_ledger(py::module_& module) {
  py::class_<Ledger, std::shared_ptr<Ledger>>(module, "Ledger", "An open ledger.")
      .def(py::init([](const Opening& opening) { return std::make_shared<Ledger>(opening); }),
           py::arg("opening"), NoGil())
      .def_property_readonly("file", &Ledger::file)
      .def_property_readonly("writes", &Ledger::writes)
      .def_property_readonly("closed", &Ledger::closed)
      .def("refresh", &Ledger::refresh, NoGil())
      .def("close", &Ledger::close, NoGil())
      .def("about", &about, NoGil())
      .def("balance", &balance, py::arg("account"), py::arg("seq") = -1, py::arg("day") = "",
           NoGil())
      .def("leaf",
           [](Ledger& ledger, std::int64_t seq) {
             return ledger.look([&](const auto& programme) { return programme.leaf(seq); });
           },
           py::arg("seq"), NoGil())
      .def("find",
           [](Ledger& ledger, const std::string& key) {
             return ledger.look([&](const auto& programme) { return programme.find(key); });
           },
           py::arg("key"), NoGil())
      .def("statement_page", &statement_page, py::arg("household"), py::arg("lang"), NoGil())
      .def("sign_in", &Ledger::sign_in, py::arg("officer"), py::arg("pin"), py::arg("device"),
           NoGil())
      .def("run",
           [](Ledger& ledger, const Call& call, const std::string& actor) {
             const Answer answer = ledger.run(call, actor);
             return std::pair(answer.document, answer.exit);
           },
           py::arg("call"), py::arg("actor") = "", NoGil())
      .def("import_bytes",
           [](Ledger& ledger, const std::string& actor, std::pair<std::string, std::string> named,
              const py::bytes& bytes, std::pair<bool, bool> how,
              std::pair<std::string, std::string> dates) {
             Import asked;
             asked.file = {named.second, named.first, std::string(bytes)};
             asked.options.dry_run = how.first;
             asked.options.skip_refused = how.second;
             asked.effective = dates.first;
             asked.late = dates.second;
             const py::gil_scoped_release released;
             return import_bytes(ledger, actor, asked);
           },
           py::arg("actor"), py::arg("kind_and_name"), py::arg("content"),
           py::arg("dry_run_and_skip_refused"), py::arg("effective_and_late"))
      .def("begin", &Ledger::begin, NoGil())
      .def("commit", &Ledger::commit, NoGil())
      .def("abandon", &Ledger::abandon, NoGil())
      .def("stream", &stream_of, py::arg("wish"));
}

using DeedRow = std::tuple<std::string, std::string, std::string, std::int64_t,
                           std::vector<std::string>, std::string>;
using GrantRow = std::tuple<std::string, std::string, std::string, std::int64_t>;

/// Rows of Python as deeds and grants, and what came of the deeds as pairs.
std::vector<std::pair<std::int64_t, std::string>> replay_rows(
    const std::string& toml, bool any_day, const std::vector<DeedRow>& deed_rows,
    const std::vector<GrantRow>& grant_rows) {
  std::vector<PastDeed> deeds;
  for (const auto& [household, rule, on, quantity, evidence, person] : deed_rows) {
    deeds.push_back({household, rule, on, quantity, evidence, person});
  }
  std::vector<PastGrant> grants;
  for (const auto& [household, rule, on, points] : grant_rows) {
    grants.push_back({household, rule, on, points});
  }
  std::vector<std::pair<std::int64_t, std::string>> replayed;
  for (Replayed& row : replay(toml, any_day, deeds, grants)) {
    replayed.emplace_back(row.points, std::move(row.reasons));
  }
  return replayed;
}

}  // namespace
}  // namespace wumei::python

PYBIND11_MODULE(_core, module) {
  using namespace wumei::python;
  module.doc() = "The compiled part of wumei.";
  module.attr("__version__") = WUMEI_PYTHON_VERSION;
  translate_errors();
  bind_calls(module);
  bind_ledger(module);
  module.def("schema", &schema_of, py::arg("wish"));
  module.def("tables", &tables);
  module.def("verbs", &verb_names);
  module.def("replay", &replay_rows, py::arg("toml"), py::arg("any_day"), py::arg("deeds"),
             py::arg("grants"), NoGil());
  module.def(
      "run",
      [](const Opening& opening, const Call& call, const std::string& officer,
         const std::string& pin) {
        const Answer answer = run_verb(opening, call, officer, pin);
        return std::pair(answer.document, answer.exit);
      },
      py::arg("opening"), py::arg("call"), py::arg("officer") = "", py::arg("pin") = "",
      NoGil());
}
