#include "csv.hpp"
#include "verbs.hpp"

#include <wumei/programme/batch.hpp>
#include <wumei/programme/claim_commands.hpp>
#include <wumei/programme/inspection_commands.hpp>
#include <wumei/programme/notice_commands.hpp>
#include <wumei/programme/programme.hpp>

#include <map>

/// The files of deeds: inspections, claims, objections and the decisions on them.
namespace wumei::cli {
namespace {

using programme::ImportFile;
using programme::ImportRow;

/// How often the same words came before in this file: the last part of a natural key.
class Occurrences {
 public:
  [[nodiscard]] std::int64_t next(const std::string& words) { return ++seen_[words]; }

 private:
  std::map<std::string, std::int64_t> seen_;
};

/// Columns of every item of every sheet: a file may be older than the latest sheet.
std::vector<std::string> item_columns(const rules::Shelf& shelf) {
  std::map<std::string, bool> codes;
  for (const rules::PublishedSheet& sheet : shelf.sheets) {
    for (const rules::SheetItem& item : sheet.sheet.items) codes.emplace(item.code, true);
  }
  std::vector<std::string> columns;
  for (const auto& [code, known] : codes) columns.push_back(code);
  return columns;
}

Score read_mark(const Row& row, const rules::ScoreSheet& sheet, const rules::SheetItem& item) {
  const auto mark = row.amount<Score>(item.code);
  if (mark < Score() || mark > item.max || mark.units() % sheet.step.units() != 0) {
    throw row.error(item.code, "a mark from 0 to " + item.max.text() + " in steps of " +
                                   sheet.step.text());
  }
  return mark;
}

/// Marks of the part's items; every other item column must be empty.
std::vector<Score> read_marks(const Row& row, const rules::ScoreSheet& sheet,
                              const programme::InspectionRecord& inspection) {
  std::vector<Score> marks;
  const bool scored = inspection.status == scoring::Outcome::scored;
  for (const rules::SheetItem& item : sheet.items) {
    if (scored && looks_at(inspection.part, item)) {
      marks.push_back(read_mark(row, sheet, item));
    } else if (!row.empty(item.code)) {
      throw row.error(item.code, scored ? "nothing: this visit does not look at it"
                                        : "nothing: the visit was not scored");
    }
  }
  return marks;
}

std::vector<ImportRow> read_inspections(Session& session, const ImportFile& file) {
  const rules::Shelf& shelf = session.state().rules;
  const auto csv = read_csv(
      file.name, file.bytes,
      {.required = {"检查日期", "户编号", "检查类型", "检查人", "结果"},
       .optional = item_columns(shelf),
       .key = {"检查日期", "户编号", "检查类型"}});
  std::vector<ImportRow> rows;
  rows.reserve(csv->rows().size());
  for (const Row& row : csv->rows()) {
    programme::InspectionRecord inspection;
    inspection.on = row.date("检查日期");
    inspection.household = row.id<HouseholdId>("户编号");
    inspection.part = row.choice("检查类型", {"月检", "季检"}) == 0 ? rules::Part::outside
                                                                    : rules::Part::whole;
    inspection.judge = row.id<OfficerId>("检查人");
    inspection.status = static_cast<scoring::Outcome>(
        row.choice("结果", {"已检", "不在家", "拒检", "免检"}) + 1);
    const rules::PublishedSheet* sheet = shelf.sheet_on(inspection.on);
    if (sheet == nullptr) throw row.error("检查日期", "a day on which a score sheet is in force");
    inspection.marks = read_marks(row, sheet->sheet, inspection);
    rows.push_back({programme::inspection_command(session.actor(), std::move(inspection)),
                    row.place()});
  }
  return rows;
}

/// The id of a kind of evidence, from its id or its name in the book of the deed's day.
std::string read_evidence_kind(const Row& row, const rules::Shelf& shelf, Date on) {
  const std::string& words = row.needed("证据类型");
  const rules::PublishedBook* published = shelf.book_on(on);
  if (published == nullptr) return words;  // the decision refuses the day, naming it
  const rules::EvidenceKind* kind = published->book.find_evidence(words);
  if (kind == nullptr) throw row.error("证据类型", "a kind of evidence of the rule book, as E1");
  return kind->id;
}

std::vector<ImportRow> read_claims(Session& session, const ImportFile& file) {
  const auto csv = read_csv(
      file.name, file.bytes,
      {.required = {"日期", "户编号", "条目", "数量", "证据类型", "证据编号", "申报方式"},
       .optional = {"人员代号"},
       .key = {}});
  Occurrences occurrences;
  std::vector<ImportRow> rows;
  rows.reserve(csv->rows().size());
  for (const Row& row : csv->rows()) {
    programme::ClaimRecord claim;
    claim.on = row.date("日期");
    claim.household = row.id<HouseholdId>("户编号");
    claim.rule = row.id<RuleId>("条目");
    if (!row.empty("数量")) claim.quantity = row.amount<Measure>("数量");
    if (!row.empty("证据类型")) {
      claim.evidence.push_back({read_evidence_kind(row, session.state().rules, claim.on),
                                row.text("证据编号")});
    }
    claim.by = static_cast<scoring::ClaimedBy>(
        row.choice("申报方式", {"本人", "代办", "网格员代报"}) + 1);
    claim.person = row.text("人员代号");
    claim.number = occurrences.next(claim.on.text() + claim.household.text() + "/" +
                                    claim.rule.text());
    rows.push_back({programme::claim_command(session.actor(), std::move(claim)), row.place()});
  }
  return rows;
}

programme::NoticeDecide read_decision(const Row& row, const programme::NoticeObject& objection) {
  programme::NoticeDecide decision;
  decision.subject = objection.subject;
  decision.on = objection.on;
  decision.verdict = static_cast<notice::Verdict>(
      row.choice("处理结果", {"维持", "撤销", "更正"}) + 1);
  if (decision.verdict == notice::Verdict::amended) decision.points = row.points("更正分值");
  decision.by = row.id<OfficerId>("经办人");
  return decision;
}

/// The columns of a sheet of objections, which is imported twice: what was said by who takes
/// objections down, what was decided by somebody who may decide.
std::unique_ptr<Csv> read_sheet(const ImportFile& file, const std::vector<std::string>& needed,
                                const std::vector<std::string>& beside) {
  std::vector<std::string> required{"日期", "户编号", "条目"};
  required.insert(required.end(), needed.begin(), needed.end());
  return read_csv(file.name, file.bytes, {.required = required, .optional = beside, .key = {}});
}

/// The objection of a row, and the end of its natural key.
struct SheetRow {
  programme::NoticeObject objection;
  std::string which;
};

SheetRow read_objection(const Row& row, Occurrences& occurrences) {
  programme::NoticeObject objection;
  objection.on = row.date("日期");
  objection.subject.household = row.id<HouseholdId>("户编号");
  objection.subject.rule = row.id<RuleId>("条目");
  const std::string which = "/" + objection.subject.household.text() + "/" +
                            objection.subject.rule.text() + "/";
  return {objection, which + std::to_string(occurrences.next(objection.on.text() + which))};
}

const std::vector<std::string> decision_columns{"处理结果", "更正分值", "经办人"};

std::vector<ImportRow> read_objections(Session& session, const ImportFile& file) {
  const auto csv = read_sheet(file, {"理由"}, decision_columns);
  Occurrences occurrences;
  std::vector<ImportRow> rows;
  for (const Row& row : csv->rows()) {
    const SheetRow said = read_objection(row, occurrences);
    rows.push_back({programme::objection_command(session.actor(), said.objection,
                                                 row.text("理由")),
                    row.place()});
    rows.back().command.key = said.objection.on.text() + "/object" + said.which;
  }
  return rows;
}

/// One command for each row that says what was decided.
std::vector<ImportRow> read_verdicts(Session& session, const ImportFile& file) {
  const auto csv = read_sheet(file, decision_columns, {"理由"});
  Occurrences occurrences;
  std::vector<ImportRow> rows;
  for (const Row& row : csv->rows()) {
    const SheetRow said = read_objection(row, occurrences);
    if (row.empty("处理结果")) continue;
    rows.push_back({programme::verdict_command(session.actor(),
                                               read_decision(row, said.objection), ""),
                    row.place("处理结果")});
    rows.back().command.key = said.objection.on.text() + "/verdict" + said.which;
  }
  return rows;
}

}  // namespace

void add_import_deeds(ImportRegistry& registry) {
  registry.push_back({"inspections", {"检查记录", "inspections"}, read_inspections});
  registry.push_back({"claims", {"申报", "claims"}, read_claims});
  registry.push_back({"objections", {"异议", "objections"}, read_objections});
  registry.push_back({"verdicts", {"异议的处理结果", "decisions on objections"}, read_verdicts});
}

}  // namespace wumei::cli
