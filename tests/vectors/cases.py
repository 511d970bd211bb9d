"""What must be read and what must be refused: canonical JSON, keys, entries, QR codes."""
import zlib

JSON_ACCEPT = [
    '{}', '[]', '""', '0', '-1', 'true', 'false', '9007199254740991', '-9007199254740991',
    '[1,[2,{"a":[]}],"b"]', '{"b":1,"a":2}', '{"10":1,"9":2}', '"/"', '"\\"\\\\\\b\\f\\n\\r\\t"',
    '"\\u0000\\u001f"', '"\x7f"', '"\u00e9\u9752\u77f3"', '"\U0001f33e"', '"\u2028"',
]
JSON_REJECT = [
    ('', 'nothing'), (' 1', 'white space'), ('[1, 2]', 'white space'), ('[1]\n', 'white space'),
    ('{"a": 1}', 'white space'), ('01', 'a leading zero'), ('-0', 'minus nought'), ('+1', 'a plus'),
    ('1.0', 'a fraction'), ('1.5', 'a fraction'), ('1e3', 'an exponent'), ('1E3', 'an exponent'),
    ('9007199254740992', 'beyond 2^53 - 1'), ('-9007199254740992', 'beyond 2^53 - 1'),
    ('18446744073709551616', 'beyond 64 bits'), ('null', 'null'), ('[null]', 'null'),
    ('NaN', 'no number'), ('Infinity', 'no number'), ('True', 'another spelling'),
    ('[1,]', 'a comma too many'), ('[,1]', 'a comma too many'), ('{"a":1,}', 'a comma too many'),
    ('[1', 'cut short'), ('"a', 'cut short'), ('1 2', 'two values'), ("'a'", 'other quotes'),
    ('{a:1}', 'a name without quotes'), ('{"a":1,"a":2}', 'a member twice'),
    ('{"a":1,"\\u0061":2}', 'a member twice'), ('"\\/"', 'an escape too many'),
    ('"\\u0061"', 'an escape too many'), ('"\\u000a"', 'the long escape'),
    ('"\\u001F"', 'upper-case digits'), ('"\\u00e9"', 'an escape too many'),
    ('"\\x41"', 'no escape'),
    ('"\\ud83c\\udf3e"', 'an escape too many'), ('"\\ud800"', 'half a surrogate pair'),
    ('"\n"', 'a control character'), ('"\t"', 'a control character'),
    ('"\0"', 'a control character'),
    ('"e\u0301"', 'not in normal form C'), ('{"e\u0301":1}', 'not in normal form C'),
    ('"\u212b"', 'not in normal form C'), ('\ufeff1', 'a byte order mark'),
    ('[1]x', 'more behind it'),
]
JSON_REJECT_HEX = [('22ff22', 'not UTF-8'), ('22c0af22', 'UTF-8 longer than need be'),
                   ('22eda08022', 'a surrogate in UTF-8'), ('22e99d22', 'UTF-8 cut short')]

KEY_ACCEPT = [
    ('a', 'a', 1, 1), ('0/village/V01', '0/village/V01', 1, 1), ('k' * 64, 'k' * 64, 1, 1),
    ('log#1/2', 'log', 1, 2), ('log#2/2', 'log', 2, 2), ('a b#12/999999999', 'a b', 12, 999999999),
    ('1/2', '1/2', 1, 1), ('a#10/10', 'a', 10, 10), ('~', '~', 1, 1),
]
KEY_REJECT = ['', 'k' * 65, '#', '#1/2', 'a#', 'a#1', 'a#/2', 'a#1/', 'a#0/2', 'a#3/2', 'a#-1/2',
              'a#+1/2', 'a#1/1', 'a#01/2', 'a#1/02', 'a#1/1000000000', 'a#1/2x', 'a#x/2', 'a#1/2/3',
              'a#b#1/2', 'a#1/2#1/2', '1/2#']

# Name, holder, detail, unit and whether it keeps lots.
ACCOUNT_ACCEPT = [
    ('h/0301017:spendable', 'h/0301017', '', 'points', True), ('x:cash', 'x', '', 'yuan', False),
    ('f/V03:issued/2026', 'f/V03', '2026', 'points', False),
    ('h/1:honour', 'h/1', '', 'honour', False), ('t/1:escrow/0301', 't/1', '0301', 'points', True),
    ('s/03-1:stock/G04', 's/03-1', 'G04', 'G04', True), ('s/1:out/a/b', 's/1', 'a/b', 'a/b', False),
    ('s/1:variance/a:b', 's/1', 'a:b', 'a:b', False),
]
ACCOUNT_REJECT = ['', 'h/1', ':pending', 'h/1:', 'h/1:nothing', 'h/1:Pending', 'h/1:pending ',
                  'h/1::cash', 's/1:stock', 's/1:stock/', 's/1:stock/points', 's/1:out/yuan',
                  'd/1:given/honour']

# Old and new text within the entry of the format page, and how a check of it must end.
ENTRY_REJECT = [
    ('entry/1', 'entry/0', 'unsupported'), ('entry/1', 'entry/2', 'unsupported'),
    ('entry/1', 'entry/01x', 'failed'), ('wumei', 'Wumei', 'failed'), (',0,', ',00,', 'failed'),
    (',0,', ', 0,', 'failed'), (',0,', ',-0,', 'failed'), (',0,', ',0.0,', 'failed'),
    (',0,', ',"0",', 'failed'), ('1774843200000', '1774843200000.5', 'failed'),
    ('2026-03-30', '2026-02-30', 'failed'), ('2026-03-30', '20260330', 'failed'),
    ('2026-03-30', '2026-3-30', 'failed'), ('T01@cli', 'T\u00e9@cli', 'failed'),
    ('T01@cli', 'T\\u0030@cli', 'failed'), ('0/village/V01', '', 'failed'),
    ('0/village/V01', 'v#1/1', 'failed'), ('0/village/V01', 'v' * 65, 'failed'),
    ('[],[]', '[0.5],[]', 'failed'), ('[],[]', '[],[["f/V01:cash","",1,1]]', 'failed'),
    ('[],[]', '[],[["f/V01:cash",0,1,1,-1]]', 'failed'), ('[],[]', '[],null', 'failed'),
    ('"in"', '"aus"', 'failed'), (',"out":{}', '', 'failed'), ('"out":{}', '"out":[]', 'failed'),
    (',"out":{}', ',"out":{},"more":{}', 'failed'), ('{}},""', '{}},"abc"', 'failed'),
    ('{}},""]', '{}}]', 'failed'), ('{}},""]', '{}},"",""]', 'failed'),
]

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"


def base45(data):
    """RFC 9285."""
    text = ""
    for at in range(0, len(data), 2):
        pair = data[at:at + 2]
        number = int.from_bytes(pair, "big")
        for _ in range(len(pair) + 1):
            number, digit = divmod(number, 45)
            text += DIGITS[digit]
    return text


def payload(data):
    return "WUMEI1:" + base45(data)


def codes(text):
    """Payloads of the text, whoever compressed it, and payloads of nothing."""
    data, long = zlib.compress(text.encode(), 9), zlib.compressobj(1, zlib.DEFLATED, 9)
    other = long.compress(text.encode()) + long.flush()
    good = payload(data)
    damaged = bytearray(data)
    damaged[-1] ^= 1
    reject = [("", "nothing"), (good[7:], "no mark"), ("wumei1:" + good[7:], "another mark"),
              (good.lower(), "lower case"), (good[:-1], "cut short"), (good + "0", "a digit more"),
              (good + "000", "a byte behind its end"), ("WUMEI1::::", "beyond two bytes"),
              (payload(bytes(damaged)), "another checksum"),
              (payload(data[2:-4]), "no zlib stream"),
              (payload(zlib.compress(bytes(16_385), 9)), "over 16 KiB of text")]
    return [good, payload(other)], reject
