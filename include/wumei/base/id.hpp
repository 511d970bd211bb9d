#pragma once

#include <wumei/base/error.hpp>

#include <compare>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace wumei {

/// A pseudonymous identifier as it appears in accounts and entries: 1 to 40 ASCII letters, digits,
/// `-`, `_` or `.`. The tag keeps a household from being passed where an officer is meant.
template <class Tag>
class Id {
 public:
  /// The empty id: "none". Only default construction makes one.
  Id() = default;

  /// Throws Errc::bad_input for anything but 1 to 40 characters of `[A-Za-z0-9._-]`.
  explicit Id(std::string_view text) : text_(text) {
    if (text.empty() || text.size() > 40 || !valid(text)) {
      throw bad_input({}, text, "an id: 1 to 40 letters, digits, '-', '_' or '.'");
    }
  }

  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] bool empty() const { return text_.empty(); }
  auto operator<=>(const Id&) const = default;

  /// For snapshots only.
  template <class Archive>
  void serialize(Archive& archive, unsigned /*version*/) {
    archive& text_;
  }

 private:
  static bool valid(std::string_view text) {
    for (const char c : text) {
      const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      const bool digit = c >= '0' && c <= '9';
      if (!letter && !digit && c != '-' && c != '_' && c != '.') return false;
    }
    return true;
  }

  std::string text_;
};

using VillageId = Id<struct VillageTag>;      ///< 村编号, `V03`; also names the village's fund
using HouseholdId = Id<struct HouseholdTag>;  ///< 户编号, `0301017`: village 03, group 01, no. 017
using GridId = Id<struct GridTag>;            ///< 网格编号, `V03-G1`
using OfficerId = Id<struct OfficerTag>;      ///< 人员编号, `o-lin`
using DeviceId = Id<struct DeviceTag>;        ///< the machine or till that wrote an entry
using ShopId = Id<struct ShopTag>;            ///< 店编号, `03-1`
using TillId = Id<struct TillTag>;            ///< 终端编号, `03-1-a`: a till of a shop
using MerchantId = Id<struct MerchantTag>;    ///< 商户编号, `M01`: takes points, is paid
using DonorId = Id<struct DonorTag>;          ///< 捐赠方编号, `D001`
using Sku = Id<struct SkuTag>;                ///< 商品编号, `G04`
using RuleId = Id<struct RuleTag>;            ///< 条目编号, `ENV01`
using RoundId = Id<struct RoundTag>;          ///< 评选轮次, `2026H1`
using NoticeId = Id<struct NoticeTag>;        ///< 公示编号, `N-2026-04-V03`
using CardId = Id<struct CardTag>;            ///< 卡号, `C0301017-1`

}  // namespace wumei

template <class Tag>
struct std::hash<wumei::Id<Tag>> {
  std::size_t operator()(const wumei::Id<Tag>& id) const noexcept {
    return std::hash<std::string>{}(id.text());
  }
};
