"""What is written on pictures, Chinese and English."""
from __future__ import annotations

from typing import Dict, Tuple

__all__ = ["BEAUTIES", "TEXTS"]

#: The five beauties as the sheet of the example township calls them; `names` overrides.
BEAUTIES: Dict[str, Tuple[str, str]] = {
    "D1": ("庭院整洁", "tidy\ncourtyard"),
    "D2": ("居室洁净", "clean\nrooms"),
    "D3": ("厨厕清爽", "kitchen,\ntoilet"),
    "D4": ("绿化布局", "green,\nlaid out"),
    "D5": ("家风邻里", "family,\nneighbours"),
}

TEXTS: Dict[str, Tuple[str, str]] = {
    "points": ("积分", "points"),
    "issued": ("发放", "issued"),
    "spent": ("兑换", "spent"),
    "pending_end": ("期末待公示", "pending at the end"),
    "time.title": ("共发放 {issued} 分，兑换 {spent} 分；待公示 {pending} 分",
                   "{issued} points issued, {spent} spent; {pending} pending"),
    "time.note.M": ("按月，记账日期", "by month, accounting dates"),
    "time.note.W": ("按周（周日止），记账日期", "by week to Sunday, accounting dates"),
    "coverage.title": ("{earned} 户得过积分，占常住户 {households} 户的 {share}",
                       "{earned} of {households} resident households earned points: {share}"),
    "coverage.note": ("各村得分户占常住户的比例；虚线为全部村合计",
                      "share of resident households, by village; dashed: all villages together"),
    "coverage.axis": ("得分户比例", "households that earned"),
    "radar.title": ("五美得分率：{best}总分最高，{worst}最低",
                    "Five beauties: {best} has the highest total, {worst} the lowest"),
    "radar.title.some": ("五美得分率：所选各村", "Five beauties: the villages chosen"),
    "radar.note": ("得分占满分的百分比，圆心为 0", "per cent of full marks, 0 at the centre"),
    "all": ("全部村平均", "mean of all villages"),
    "multiples.title": ("五美得分率，按村：差距最大的是{beauty}（{low}–{high}%）",
                        "Five beauties by village: they differ most in {beauty} ({low}–{high}%)"),
    "multiples.axis": ("得分占满分的百分比；竖线为全部村平均。横轴不从 0 起",
                       "per cent of full marks; line: mean of all. Axes do not begin at 0"),
    "spread.title": ("半数户得分不超过 {median} 分；{none} 户没有得分",
                     "Half of the households earned {median} points or fewer; {none} earned none"),
    "spread.note": ("常住户 {count} 户，每户所得积分", "points earned by each of {count} resident "
                                               "households"),
    "spread.axis": ("所得积分", "points earned"),
    "spread.over": ("{over} 户超出图右", "{over} beyond the right edge"),
    "households": ("户数", "households"),
    "median": ("中位数 {value}", "median {value}"),
    "mean": ("平均 {value}", "mean {value}"),
    "lorenz.title": ("得分最多的一成户拿到 {top} 的积分，基尼系数 {gini}",
                     "The top tenth earned {top} of all points; Gini {gini}"),
    "lorenz.note": ("洛伦兹曲线，常住户 {count} 户；对角线为人人相等",
                    "Lorenz curve, {count} resident households; diagonal: all the same"),
    "lorenz.x": ("户，由少到多累计", "households, fewest points first"),
    "lorenz.y": ("积分累计", "share of points"),
    "judge.title": ("{judges} 位评分人中 {unlike} 位偏离平均",
                    "{unlike} of {judges} judges differ from the mean judge"),
    "judge.none": ("{judges} 位评分人，没有哪位明显偏离平均",
                   "None of {judges} judges clearly differs from the mean judge"),
    "judge.note": ("估计值与 {level} 区间；实心为 q≤0.05。右侧：次数，与他人共评户数/户数",
                   "estimate, {level} interval; filled: q≤0.05. Right: visits, households "
                   "shared/seen"),
    "judge.axis": ("比平均评分人多给的分（百分制）", "marks of 100 above the mean judge"),
    "judge.visits": ("{visits} 次，{shared}/{households} 户", "{visits}, {shared}/{households}"),
    "sankey.title": ("兑出的 {spent} 分：{share} 来自{rule}，{part} 换了{sku}",
                     "Of {spent} points spent, {share} came from {rule}; {part} bought {sku}"),
    "sankey.note": ("左：来源条目，右：商品，单位：分。按每户的得分构成分摊，不逐分追踪",
                    "rules left, goods right, in points; shared out by what each household earned"),
    "other.rules": ("其他条目", "other rules"),
    "other.goods": ("其他商品", "other goods"),
    "before": ("期初及未列明", "opening, not listed"),
    "year.title": ("户 {name}，{year} 年：进 {gained} 分，出 {lost} 分，末了可用 {left} 分",
                   "Household {name} in {year}: {gained} points in, {lost} out, {left} left"),
    "year.gained": ("进（得分、期初、退回）", "in (earned, opening, returned)"),
    "year.lost": ("出（兑换、扣分、到期）", "out (spent, deducted, expired)"),
    "year.spendable": ("可用", "spendable"),
    "year.pending": ("待公示", "pending"),
    "year.note": ("柱：每月进出；线：每日余额", "bars: in and out by month; lines: balance by day"),
}
