#include "csv.hpp"
#include "verbs.hpp"

#include <wumei/people/pin.hpp>
#include <wumei/programme/batch.hpp>
#include <wumei/programme/people_commands.hpp>
#include <wumei/programme/programme.hpp>

/// The register's files: villages, officers, grids, households, donors.
namespace wumei::cli {
namespace {

using programme::ImportFile;
using programme::ImportRow;

/// A cell read by one of the parsers of `people`, whose error then names file, line and column.
template <class Parse>
auto word(const Row& row, std::string_view head, Parse parse) {
  try {
    return parse(row.needed(head));
  } catch (const Error& error) {
    throw row.error(head, error.fact("expected"));
  }
}

template <class Identifier>
Identifier id_or_none(const Row& row, std::string_view head) {
  return row.empty(head) ? Identifier() : row.id<Identifier>(head);
}

/// The row's command under its natural key: read again, it is known.
ImportRow registered(programme::Command command, const Row& row,
                     const std::pair<std::string_view, std::string>& topic_and_id) {
  command.key = programme::registration_key(topic_and_id.first, topic_and_id.second);
  return {std::move(command), row.place()};
}

std::vector<ImportRow> read_villages(Session& session, const ImportFile& file) {
  const auto csv = read_csv(
      file.name, file.bytes,
      {.required = {"村编号", "村名"}, .optional = {}, .key = {"村编号"}});
  std::vector<ImportRow> rows;
  for (const Row& row : csv->rows()) {
    const auto village = row.id<VillageId>("村编号");
    rows.push_back(registered(
        programme::village_command(session.actor(), {village, row.needed("村名")}), row,
        {"village", village.text()}));
  }
  return rows;
}

std::vector<ImportRow> read_grids(Session& session, const ImportFile& file) {
  const auto csv = read_csv(
      file.name, file.bytes,
      {.required = {"网格编号", "村编号", "网格员"}, .optional = {}, .key = {"网格编号"}});
  std::vector<ImportRow> rows;
  for (const Row& row : csv->rows()) {
    const programme::GridRegistration grid{row.id<GridId>("网格编号"),
                                           row.id<VillageId>("村编号"),
                                           id_or_none<OfficerId>(row, "网格员")};
    rows.push_back(registered(programme::grid_command(session.actor(), grid), row,
                              {"grid", grid.grid.text()}));
    // Another grid worker for a known grid is a new fact, not the old row with a changed cell.
    const people::Grid* known = session.state().people.grid(grid.grid);
    if (known != nullptr && known->officer != grid.officer) rows.back().command.key.clear();
  }
  return rows;
}

/// "" for an officer without a PIN, who signs on paper and cannot act here.
std::string pin_hash(const Session& session, const Row& row, const OfficerId& officer) {
  const std::string& pin = row.text("PIN");
  if (pin.empty()) return {};
  if (!people::is_pin(pin)) {
    // The cell itself is not repeated: error messages end up in photographs of screens.
    throw bad_input(row.place("PIN"), std::to_string(pin.size()) + " characters",
                    "six digits, or nothing");
  }
  return people::hash_pin(pin, programme::pin_salt(session.state().charter, officer));
}

std::vector<ImportRow> read_officers(Session& session, const ImportFile& file) {
  const auto csv = read_csv(file.name, file.bytes,
                            {.required = {"人员编号", "姓名", "角色", "村编号", "PIN"},
                             .optional = {},
                             .key = {"人员编号"}});
  std::vector<ImportRow> rows;
  Progress progress(session.context(), session.context().tr("progress.pins"),
                    static_cast<std::int64_t>(csv->rows().size()));
  for (const Row& row : csv->rows()) {
    stop_if_interrupted();
    progress.at(static_cast<std::int64_t>(rows.size()));
    programme::Appointment officer;
    officer.officer = row.id<OfficerId>("人员编号");
    officer.name = row.needed("姓名");
    officer.roles = word(row, "角色", people::parse_roles);
    for (const std::string& village : people::split_list(row.text("村编号"))) {
      officer.villages.insert(VillageId(village));
    }
    officer.pin_hash = pin_hash(session, row, officer.officer);
    rows.push_back(registered(programme::appointment_command(session.actor(), officer), row,
                              {"officer", officer.officer.text()}));
  }
  return rows;
}

std::vector<ImportRow> read_households(Session& session, const ImportFile& file) {
  const auto csv = read_csv(file.name, file.bytes,
                            {.required = {"户编号", "村编号", "村民小组", "网格编号", "户主",
                                          "人口", "状态", "存折号", "卡号", "电话"},
                             .optional = {},
                             .key = {"户编号"}});
  std::vector<ImportRow> rows;
  for (const Row& row : csv->rows()) {
    programme::HouseholdRegistration household;
    household.household = row.id<HouseholdId>("户编号");
    household.village = row.id<VillageId>("村编号");
    household.group = row.text("村民小组");
    household.grid = id_or_none<GridId>(row, "网格编号");
    household.head = row.needed("户主");
    household.people = row.integer("人口");
    if (household.people < 1 || household.people > 99) {
      throw row.error("人口", "a whole number from 1 to 99");
    }
    household.status = word(row, "状态", people::parse_status);
    household.passbook = row.text("存折号");
    household.card = id_or_none<CardId>(row, "卡号");
    household.phone = row.text("电话");
    rows.push_back(registered(programme::household_command(session.actor(), household), row,
                              {"household", household.household.text()}));
  }
  return rows;
}

std::vector<ImportRow> read_donors(Session& session, const ImportFile& file) {
  const auto csv = read_csv(
      file.name, file.bytes,
      {.required = {"捐赠方编号", "名称", "类别"}, .optional = {}, .key = {"捐赠方编号"}});
  std::vector<ImportRow> rows;
  for (const Row& row : csv->rows()) {
    const programme::DonorRegistration donor{row.id<DonorId>("捐赠方编号"), row.needed("名称"),
                                             word(row, "类别", people::parse_donor_kind)};
    rows.push_back(registered(programme::donor_command(session.actor(), donor), row,
                              {"donor", donor.donor.text()}));
  }
  return rows;
}

}  // namespace

void add_import_people(ImportRegistry& registry) {
  registry.push_back({.name = "villages", .help = {"村", "villages"}, .read = read_villages});
  registry.push_back({.name = "officers",
                      .help = {"人员、角色和 PIN", "officers, their roles and PINs"},
                      .read = read_officers});
  registry.push_back({.name = "grids", .help = {"网格", "grids"}, .read = read_grids});
  registry.push_back({.name = "households", .help = {"农户", "households"},
                      .read = read_households});
  registry.push_back({.name = "donors", .help = {"捐赠方", "donors"}, .read = read_donors});
}

}  // namespace wumei::cli
