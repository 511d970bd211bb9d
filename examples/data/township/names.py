"""Names that sound right and belong to nobody: drawn from short lists, never from a register."""

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾萧田董袁潘于蒋蔡余杜叶程苏魏"
    "吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严"
)
COMPOUND_SURNAMES = ("欧阳", "上官", "诸葛", "司徒")
GIVEN_OF_MEN = "国建志永德文明华军伟强平福生林海山成龙松柏春秋庆祥瑞忠义长友树新立东江河根旺"
GIVEN_OF_WOMEN = "秀桂玉兰英芳梅凤霞珍莲翠红云香菊琴丽娟萍燕彩银月淑慧巧荣爱春秋敏静雪"

VILLAGES = (
    "青石村 柳溪村 松岭村 白鹭村 桐花村 石桥村 杏林村 竹沟村 云台村 长岭村 "
    "月湾村 枫树村 清泉村 双塘村 金坪村 茶园村 荷塘村 南坡村 古渡村 梨花村 "
    "栗山村 东湾村 麦坪村 桃源村 北岭村 芦塘村 槐树村 沙河村 红岩村 上坝村"
).split()

DONORS = (
    ("D01", "县自来水厂", "帮扶单位"),
    ("D02", "县农机推广站", "帮扶单位"),
    ("D03", "县第二中学", "帮扶单位"),
    ("D04", "青禾农业有限公司", "企业"),
    ("D05", "晨光日化厂", "企业"),
    ("D06", "县志愿者联合会", "社会组织"),
    ("D07", "同乡联谊会", "社会组织"),
    ("D08", "周长庆", "个人"),
)


def person(random):
    """A full name of two or three characters (rarely four)."""
    surname = random.choice(COMPOUND_SURNAMES if random.random() < 0.004 else SURNAMES)
    given = GIVEN_OF_MEN if random.random() < 0.72 else GIVEN_OF_WOMEN
    return surname + "".join(random.sample(given, 1 if random.random() < 0.18 else 2))
