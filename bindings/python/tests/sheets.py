"""Workbooks as townships keep them, made cell by cell for the tests."""
import datetime
import io
import zipfile

import openpyxl

CLAIMS = ("日期", "户编号", "条目", "数量", "证据类型", "证据编号", "申报方式")
ROW = ("2026-04-08", "0101001", "ENV01", "1", "E3", "QD-01", "本人")


def save(path, rows, title="Sheet1", work=None):
    """A workbook of one sheet; `work` may do to the sheet what rows cannot say."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = title
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            if value is not None:
                sheet.cell(number, column, value)
    if work is not None:
        work(sheet)
    workbook.save(path)
    return path


def claims(path, *rows, work=None):
    """A clean head with these rows."""
    return save(path, (CLAIMS, *rows), work=work)


def row(**cells):
    """A good row with some cells changed, by number or name of the head."""
    values = dict(zip(CLAIMS, ROW))
    values.update(cells)
    return tuple(values[head] for head in CLAIMS)


def dirty(path):
    """All that is usual at once, and still means one thing."""
    rows = [
        ("官桥镇青石村积分申报登记表", *[None] * 8),
        ("填报单位：青石村委会", None, None, None, None, None, "单位：分"),
        (),
        ("序号", "日 期", "户编号\n(7位)", "条目*", "数量", "证据类型", "证据编号", "申报方式",
         "备注"),
        (1, "２０２６年４月８日", "０１０１００１", "ENV01", "１", "E3", "QD-01", " 本 人 ", None),
        (2, 46120, 101002, "ENV01", "2.50", "Ｅ３", "QD-02", "代办", "老人"),
        (),
        (3, datetime.datetime(2026, 4, 9), "0101003", "ENV09", 0.1 + 0.2, "E3", "QD-03", "本人"),
        (4, None, "0101004", "ENV09", 1, "/", None, "网格员代报", "同日"),
        ("合计", None, None, None, 4.8),
        (None, "制表人：夏河强", None, None, None, "审核：毛云莲"),
    ]

    def work(sheet):
        sheet.merge_cells("A1:I1")
        sheet.merge_cells("B8:B9")
        sheet["C6"].number_format = "0000000"
    return save(path, rows, "四月", work)


DIRTY_ROWS = (
    ("2026-04-08", "0101001", "ENV01", "1", "E3", "QD-01", "本人"),
    ("2026-04-08", "0101002", "ENV01", "2.5", "E3", "QD-02", "代办"),
    ("2026-04-09", "0101003", "ENV09", "0.3", "E3", "QD-03", "本人"),
    ("2026-04-09", "0101004", "ENV09", "1", "", "", "网格员代报"))


def part(path, name, change):
    """Rewrites one part of a saved workbook."""
    with zipfile.ZipFile(path) as old:
        parts = {item: old.read(item) for item in old.namelist()}
    parts[name] = change(parts.get(name, b""))
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as new:
        for item, content in parts.items():
            new.writestr(item, content)
    path.write_bytes(kept.getvalue())
    return path
