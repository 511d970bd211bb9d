#include "verbs.hpp"

namespace wumei::cli {
namespace {

constexpr TextEntry entries[] = {
    {"award.level.qualified", "达标户", "qualified"},
    {"award.level.demonstration", "示范户", "demonstration"},
    {"award.level.model", "标兵户", "model"},
    {"award.state.announced", "已启动", "announced"},
    {"award.state.ranked", "已排序", "ranked"},
    {"award.state.publicised", "公示中", "on notice"},
    {"award.state.confirmed", "已确认", "confirmed"},
    {"award.published", "{round} 轮排序结果已公示，异议受理至 {until}。",
     "The ranking of {round} is on notice; objections are heard through {until}."},
    {"award.reopened", "异议成立：{round} 轮退回启动状态，更正后请重新排序、公示。",
     "The objection is upheld: mend what was wrong, then rank and publicise {round} again."},
    {"award.confirmed", "{round} 轮已确认：{count} 户，共发放 {points} 分。",
     "{round} is confirmed: {count} households, {points} points."},
    {"col.homes", "参评户", "homes"},
    {"col.vetoes", "否决户", "vetoed"},
    {"col.model", "标兵户", "model"},
    {"col.demonstration", "示范户", "demonstration"},
    {"col.qualified", "达标户", "qualified"},
    {"col.seed", "抽签种子", "seed of the draw"},
    {"col.objection", "异议", "objection"},
    {"col.veto", "否决事项", "veto"},
};

}  // namespace

TextTable text_awards() { return entries; }

}  // namespace wumei::cli
