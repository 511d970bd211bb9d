"""What a workbook of each kind holds: its columns, what their cells are, and how to explain them.

The heads are those of the CSV files that the command line imports, so that one manual serves both.
"""
from __future__ import annotations

import dataclasses
import unicodedata
from typing import Dict, Optional, Sequence, Tuple

from .._errors import Error

__all__ = ["Column", "Kind", "KINDS", "at_cell", "kind_of", "need_openpyxl", "plain"]


@dataclasses.dataclass(frozen=True)
class Column:
    """A column.

    Attributes
    ----------
    head, english : str
        What the head says.
    of : str
        What its cells are. ``id`` and ``text`` are text; ``day`` a date; ``points``, ``yuan``,
        ``measure`` and ``count`` exact numbers with 2, 2, 3 and no places; ``choice`` one of
        `words`; ``secret`` six digits that no message repeats.
    zh, en : str
        What belongs there.
    needed : bool
        Whether a cell must hold something.
    words : tuple of str
        What a choice is between.
    from_book : str
        What the list in the cell is taken from.
    optional : bool
        Whether the column may be missing.
    """

    head: str
    english: str
    of: str
    zh: str
    en: str
    needed: bool = True
    words: Tuple[str, ...] = ()
    from_book: str = ""
    optional: bool = False


@dataclasses.dataclass(frozen=True)
class Kind:
    """A kind of workbook: what ``import_csv`` calls it.

    Attributes
    ----------
    name, zh, en : str
    columns : tuple of Column
    items : bool
        Whether marks of a score sheet stand after the columns.
    """

    name: str
    zh: str
    en: str
    columns: Tuple[Column, ...]
    items: bool = False

    def with_items(self, items: Sequence[str]) -> Kind:
        """The same with a column for each item of the score sheet.

        Parameters
        ----------
        items : sequence of str

        Returns
        -------
        Kind
        """
        marks = tuple(Column(item, item, "points", f"评分表项目 {item} 的得分，不检则留空",
                             f"mark of item {item} of the score sheet; empty where not looked at",
                             needed=False, optional=True) for item in items)
        return dataclasses.replace(self, columns=self.columns + marks)


def plain(text: str) -> str:
    """A head or word as it is compared: half width, no spaces, no stars, no remark in brackets."""
    text = unicodedata.normalize("NFKC", text)
    for opening in "([":
        text = text.partition(opening)[0]
    return "".join(text.split()).strip("*:").casefold()


def _id(head: str, english: str, zh: str, en: str, **more: object) -> Column:
    return Column(head, english, "id", zh, en, **more)  # type: ignore[arg-type]


DAY = Column("日期", "date", "day", "办理当日，如 2026-04-08", "day it happened, as 2026-04-08")
HOUSEHOLD = _id("户编号", "household", "登记册里的户编号，按文字填写（前导零不可丢）",
                "id in the register, as text: leading zeros count", from_book="households")
VILLAGE = _id("村编号", "village", "登记册里的村编号", "id of the village", from_book="villages")
FUND = _id("基金", "fund", "出资村的村编号", "id of the village whose fund it is",
           from_book="villages")
SHOP = _id("店编号", "shop", "爱心超市编号", "id of the shop", from_book="shops")
GOODS = _id("商品编号", "sku", "价目表里的商品编号", "goods in the price list", from_book="goods")
RULE = _id("条目", "rule", "积分手册条目编号", "rule of the rule book", from_book="rules")
WITNESS = _id("见证人", "witness", "在场见证人员编号", "officer who was there",
              from_book="officers")
PIECES = Column("数量", "quantity", "count", "件数，整数", "pieces, a whole number")
COST = Column("单价", "unit_cost", "yuan", "每件的元数", "yuan a piece")
VOUCHER = _id("凭证号", "document", "纸质凭证编号", "number of the paper")
RESTRICTION = Column("用途限制", "restriction", "text", "限定用途，没有则留空",
                     "what the goods are restricted to, or empty", needed=False)
BEST_BEFORE = Column("保质期", "best_before", "day", "保质到哪一天，没有则留空",
                     "best before, or empty", needed=False)
VERDICT = (
    Column("处理结果", "verdict", "choice", "维持、撤销或更正；未处理则留空",
           "dismissed, upheld or amended; empty while open", needed=False,
           words=("维持", "撤销", "更正")),
    Column("更正分值", "amended_points", "points", "更正后的分值", "points after an amendment",
           needed=False),
    _id("经办人", "decided_by", "处理人员编号", "officer who decided", needed=False,
        from_book="officers"))
REASON = Column("理由", "reason", "text", "异议理由（不公开）", "why; it stays private")

_ALL: Tuple[Kind, ...] = (
    Kind("villages", "村", "villages", (
        _id("村编号", "village", "如 V01", "as V01"),
        Column("村名", "name", "text", "村名", "its name"))),
    Kind("officers", "人员", "officers", (
        _id("人员编号", "officer", "如 T02", "as T02"),
        Column("姓名", "name", "text", "姓名（不公开）", "name; private"),
        Column("角色", "roles", "text", "一项或多项职责，用顿号分开", "roles, with 、 between"),
        Column("村编号", "villages", "text", "限于哪些村，不限则留空",
               "villages the roles hold for; empty for all", needed=False),
        Column("PIN", "pin", "secret", "六位数字，不签到者留空", "six digits, or empty",
               needed=False))),
    Kind("grids", "网格", "grids", (
        _id("网格编号", "grid", "如 W0101", "as W0101"), VILLAGE,
        _id("网格员", "officer", "网格员的人员编号", "its grid worker", needed=False,
            from_book="officers"))),
    Kind("households", "农户", "households", (
        _id("户编号", "household", "如 0101001，按文字填写", "as 0101001, as text"), VILLAGE,
        Column("村民小组", "group", "text", "如 1组", "as 1组", needed=False),
        _id("网格编号", "grid", "所在网格", "its grid", needed=False),
        Column("户主", "head", "text", "户主姓名（不公开）", "name of the head; private"),
        Column("人口", "people", "count", "1 到 99", "1 to 99"),
        Column("状态", "status", "choice", "常住、外出、休眠、销户",
               "resident, away, dormant, closed", words=("常住", "外出", "休眠", "销户")),
        _id("存折号", "passbook", "存折编号", "number of the passbook", needed=False),
        _id("卡号", "card", "积分卡号", "number of the card", needed=False),
        _id("电话", "phone", "电话（不公开）", "phone; private", needed=False))),
    Kind("shops", "爱心超市", "shops", (
        _id("店编号", "shop", "如 01-1", "as 01-1"), VILLAGE,
        Column("店名", "name", "text", "店名", "its name"))),
    Kind("donors", "捐赠方", "donors", (
        _id("捐赠方编号", "donor", "如 D01", "as D01"),
        Column("名称", "name", "text", "名称", "its name"),
        Column("类别", "kind", "choice", "帮扶单位、企业、个人、社会组织",
               "assistance unit, company, person, organisation",
               words=("帮扶单位", "企业", "个人", "社会组织")))),
    Kind("goods", "商品价目表", "price list", (
        _id("商品编号", "sku", "如 G01", "as G01"),
        Column("名称", "name", "text", "商品名称", "name"),
        Column("单位", "unit", "text", "如 袋", "as 袋"),
        Column("积分价", "price", "points", "每件多少分", "points a piece"),
        Column("参考成本", "cost", "yuan", "每件约多少元", "yuan a piece, about"),
        Column("每月限量", "monthly_limit", "count", "每户每月最多几件",
               "pieces a household may have in a month"))),
    Kind("budgets", "积分额度", "budgets", (
        FUND, Column("年度", "year", "count", "如 2026", "as 2026"),
        Column("起始月", "from", "count", "1 到 12", "1 to 12"),
        Column("结束月", "until", "count", "1 到 12", "1 to 12"),
        Column("每月额度", "monthly", "points", "每月可发多少分", "points a month"),
        _id("文件号", "document", "批准文件编号", "number of the approval"))),
    Kind("deposits", "拨入资金", "deposits", (
        DAY, FUND, Column("金额", "amount", "yuan", "元", "yuan"), VOUCHER)),
    Kind("deliveries", "捐赠与采购入库", "deliveries", (
        DAY, SHOP,
        Column("来源", "source", "choice", "捐赠或采购", "donated or bought",
               words=("捐赠", "采购")),
        _id("来源编号", "origin", "捐赠方编号，或出资村编号", "the donor, or the fund"),
        _id("单号", "delivery", "入库单号", "number of the delivery"), GOODS, PIECES, COST,
        RESTRICTION, BEST_BEFORE, WITNESS)),
    Kind("inspections", "检查记录", "inspections", (
        Column("检查日期", "date", "day", "检查当日", "day of the visit"), HOUSEHOLD,
        Column("检查类型", "part", "choice", "月检只看室外，季检看全部",
               "outside monthly, whole quarterly", words=("月检", "季检")),
        _id("检查人", "judge", "检查人员编号", "officer who judged", from_book="officers"),
        Column("结果", "status", "choice", "不在家、拒检、免检则不打分",
               "marks only when scored", words=("已检", "不在家", "拒检", "免检"))), items=True),
    Kind("claims", "申报", "claims", (
        DAY, HOUSEHOLD, RULE,
        Column("数量", "quantity", "measure", "按条目单位，最多三位小数，空为 1",
               "in the rule's unit, three places at most; empty for 1", needed=False),
        _id("证据类型", "evidence", "如 E3，见积分手册", "as E3, of the rule book", needed=False,
            from_book="evidence"),
        _id("证据编号", "evidence_number", "佐证的编号", "number of that paper", needed=False),
        Column("申报方式", "by", "choice", "本人、代办、网格员代报",
               "the household, a proxy, the grid worker", words=("本人", "代办", "网格员代报")),
        _id("人员代号", "person", "户内人员代号，用于按人计的上限",
            "who of the household, for caps per person", needed=False, optional=True))),
    Kind("objections", "异议", "objections", (
        DAY, HOUSEHOLD, RULE, REASON,
        *(dataclasses.replace(column, optional=True) for column in VERDICT))),
    Kind("verdicts", "异议的处理结果", "decisions on objections", (
        DAY, HOUSEHOLD, RULE,
        dataclasses.replace(REASON, needed=False, optional=True), *VERDICT)),
    Kind("redemptions", "积分兑换", "redemptions", (
        DAY, SHOP, _id("小票号", "slip", "小票编号", "number of the slip"), HOUSEHOLD,
        _id("卡号", "card", "积分卡号，没有则留空", "the card, or empty", needed=False), GOODS,
        PIECES,
        Column("领取人", "receiver", "choice", "本人、家人、代领", "self, family, proxy",
               words=("本人", "家人", "代领")))),
    Kind("opening", "期初积分", "opening balances", (
        HOUSEHOLD, Column("可用积分", "spendable", "points", "可用积分", "spendable points"),
        Column("荣誉积分", "honour", "points", "荣誉积分", "honour"),
        Column("有效期至", "expires", "day", "有效到哪一天", "last day of validity"), VOUCHER)),
    Kind("opening-stock", "期初库存", "opening stock", (
        SHOP, GOODS, PIECES, COST,
        _id("来源编号", "origin", "捐赠方或出资村，不明则留空", "donor, fund, or empty",
            needed=False), VOUCHER,
        dataclasses.replace(RESTRICTION, optional=True),
        dataclasses.replace(BEST_BEFORE, optional=True))),
    Kind("counts", "货架盘点", "counts of shelves", (
        DAY, SHOP, _id("盘点单号", "count", "盘点单编号", "number of the count"), GOODS,
        Column("实盘数量", "counted", "count", "实有件数", "pieces on the shelf"),
        Column("原因", "reason", "text",
               "有差异时填 damaged、expired、miscounted、missing 或 found",
               "of a difference: damaged, expired, miscounted, missing or found", needed=False),
        WITNESS)),
)

KINDS: Dict[str, Kind] = {kind.name: kind for kind in _ALL}


def kind_of(name: str) -> Kind:
    """The kind of that name, ``claims``, or an error that lists them."""
    if name in KINDS:
        return KINDS[name]
    raise Error("not_found", f"没有“{name}”这种表；可用：{'、'.join(KINDS)}",
                f"there is no kind of workbook {name}; there are {', '.join(KINDS)}",
                {"kind": name})


def need_openpyxl() -> None:
    """Says what to install, once, before anything is read."""
    try:
        import openpyxl  # noqa: F401
    except ImportError:
        raise Error("unsupported", "需要先安装 openpyxl：pip install 'wumei[xlsx]'",
                    "this needs openpyxl: pip install 'wumei[xlsx]'",
                    {"package": "openpyxl"}) from None


def at_cell(sheet: str, cell: str, found: object, zh: str, en: str,
            **more: Optional[object]) -> Error:
    """Bad input at a cell. `zh` and `en` say what was expected and what to do."""
    facts = {name: str(value) for name, value in more.items() if value is not None}
    return Error("bad_input", f"{sheet}!{cell}：读到“{found}”；{zh}",
                 f'{sheet}!{cell}: found "{found}"; {en}',
                 {"cell": f"{sheet}!{cell}", "found": str(found), "sheet": sheet, **facts})
