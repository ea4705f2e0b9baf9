"""DATA: by which words the rows and columns of the national formats are known in other people's
files. Texts are compared after `tidy()`: half-width, without spaces."""

import re

# Rows of 三, in an order in which the first that fits is the right one.
REQUEST_ROWS = {
    "NEW": r"本年新收",
    "CARRY_IN": r"上年(度)?结转",
    "CARRY_OUT": r"结转下(一)?年",
    "R2": r"部分公开",
    "R1": r"(?<!不)予以公开",
    "R3_1": r"国家秘密",
    "R3_2": r"法律行政法规禁止|法律、行政法规禁止",
    "R3_3": r"三安全",
    "R3_4": r"第三方",
    "R3_5": r"内部事务",
    "R3_6": r"过程性信息",
    "R3_7": r"行政执法案卷",
    "R3_8": r"行政查询",
    "R4_1": r"不掌握",
    "R4_2": r"没有现成|另行制作",
    "R4_3": r"仍不明确",
    "R5_1": r"信访.*(举报|投诉)",
    "R5_2": r"重复申请",
    "R5_3": r"公开出版物",
    "R5_4": r"大量反复",
    "R5_5": r"重新出具",
    "R6_1": r"逾期不补正",
    "R6_2": r"缴纳费用|收费通知",
    "R6_3": r"^(3[.、.])?其他(情形)?$",
    "R6": r"其他处理",
    "R7": r"^(\(七\))?(总计|合计)$",
}
# Labels over other rows: a number beside them is none of the form's.
GROUP_ROWS = r"^(三、)?本年度办理结果$|^(\([三四五]\))(不予公开|无法提供|不予处理)$"

APPLICANT_COLUMNS = {
    "NAT": r"^自然人$",
    "ORG_BUS": r"^商业企业$",
    "ORG_RES": r"^科研机构$",
    "ORG_SOC": r"^社会公益组织$",
    "ORG_LAW": r"^法律服务机构$",
    "ORG_OTH": r"^其他$",
    "TOTAL": r"^(总计|合计)$",
}

# Rows of 二 → (table, row); all labels are different, so the captions need not be read.
DISCLOSURE_ROWS = {
    r"^规章$": ("S2_20_1", "RULE"),
    r"^(行政)?规范性文件$": ("S2_20_1", "NORM"),
    r"^行政许可$": ("S2_20_5", "LICENSE"),
    r"^其他对外管理服务(事项)?$": ("S2_20_5", "OTHER_SERVICE"),
    r"^行政处罚$": ("S2_20_6", "PENALTY"),
    r"^行政强制$": ("S2_20_6", "COERCION"),
    r"^行政事业性收费$": ("S2_20_8", "FEE"),
    r"^政府集中采购$": ("S2_20_9", "PROCUREMENT"),
}
DISCLOSURE_COLUMNS = {
    "ISSUED": r"制发(件)?数|制发数量",
    "ABOLISHED": r"废止(件)?数|废止数量",
    "EFFECTIVE": r"现行有效",
    "MADE": r"新制作",
    "PUBLISHED": r"新公开",
    "PUBLIC_TOTAL": r"公开总数",
    "PREV": r"上一年项目|上年项目",
    "DELTA": r"增/?减",
    "DECISIONS": r"处理决定数",
    "PROJECTS": r"采购项目",
    "AMOUNT": r"收费金额|采购总金额",
}
# Columns to assume where a table has no header row that can be read, by the number of values.
ASSUMED_COLUMNS = {
    ("S2_20_1", 3): None,  # three columns in both formats: only the header tells them apart
    ("S2_20_5", 1): ("DECISIONS",),
    ("S2_20_5", 3): ("PREV", "DELTA", "DECISIONS"),
    ("S2_20_6", 1): ("DECISIONS",),
    ("S2_20_6", 3): ("PREV", "DELTA", "DECISIONS"),
    ("S2_20_8", 1): ("AMOUNT",),
    ("S2_20_8", 2): ("PREV", "DELTA"),
    ("S2_20_9", 2): ("PROJECTS", "AMOUNT"),
}

REMEDY_COLUMNS = {
    "UPHELD": r"维持",
    "CORRECTED": r"纠正",
    "OTHER": r"^其他",
    "PENDING": r"审结",
    "TOTAL": r"^(总计|合计)$",
}
REMEDY_CODES = tuple(
    f"{group}_{result}" for group in ("REV", "LITD", "LITA") for result in REMEDY_COLUMNS
)
SUBTOTAL = r"^小计$|小计"
# All that the header rows of 二 and 四 say, also where a line broke a name: a line of nothing else
# is a header.
HEADER_LINE = re.compile(
    r"(信息内容|第二十条第\(.\)项|本年|对外|上一年|上年|项目数量|[新]?制发|制作|公开|废止|现行有效|总?数量|件数|处理决定"
    r"|增/?减|采购|总?金额|收费金额|\(?单位[:：]?万元\)?|行政复议|行政诉讼|未经复议|直接起诉|复议后|起诉"
    r"|结果|维持|纠正|其[他它]|尚未|审结|总计|合计)+"
)


def known_as(text: str, patterns: dict[str, str]) -> str:
    """Return the key whose words `text` has, "" when none has."""
    return next((key for key, pattern in patterns.items() if re.search(pattern, text)), "")
