"""The county of the demo: 云溪县, its bureau, schools and their figures. All of it is invented.

Figures are functions of the year, so that a plan, its result, the statistics and the yearly
report of one year agree with each other, and every year differs from the one before.
"""

from dataclasses import dataclass
from decimal import Decimal
from zlib import crc32

BUREAU = "云溪县教育局"
PORTAL_ADDRESS = "云溪县书院路1号"

GENERAL_OFFICE = "局办公室"
POLICY_OFFICE = "政策法规与行政审批股"
FINANCE_OFFICE = "计划财务股"
BASIC_OFFICE = "基础教育股"
EARLY_OFFICE = "学前与职成教育股"
STAFF_OFFICE = "人事与教师工作股"
HEALTH_OFFICE = "体育卫生与艺术教育股"
SAFETY_OFFICE = "学校安全与后勤股"
PRIVATE_OFFICE = "校外教育培训监管股"
EXAM_CENTRE = "云溪县教育考试中心"
AID_CENTRE = "云溪县学生资助管理中心"
TEACHER_CENTRE = "云溪县教师发展中心"
FIRST_HIGH = "云溪县第一中学"
FIRST_PRIMARY = "云溪县实验小学"

# code, name, kind: sections of the bureau, subordinate units, schools that publish themselves
OFFICES = (
    ("yunxi", BUREAU, "bureau"),
    ("yunxi-general-office", GENERAL_OFFICE, "section"),
    ("yunxi-policy", POLICY_OFFICE, "section"),
    ("yunxi-finance", FINANCE_OFFICE, "section"),
    ("yunxi-basic-education", BASIC_OFFICE, "section"),
    ("yunxi-early-education", EARLY_OFFICE, "section"),
    ("yunxi-staff", STAFF_OFFICE, "section"),
    ("yunxi-health-arts", HEALTH_OFFICE, "section"),
    ("yunxi-safety", SAFETY_OFFICE, "section"),
    ("yunxi-private-training", PRIVATE_OFFICE, "section"),
    ("yunxi-exam-centre", EXAM_CENTRE, "subordinate"),
    ("yunxi-aid-centre", AID_CENTRE, "subordinate"),
    ("yunxi-teacher-centre", TEACHER_CENTRE, "subordinate"),
    ("yunxi-first-high-school", FIRST_HIGH, "school"),
    ("yunxi-experimental-primary", FIRST_PRIMARY, "school"),
)

# The section that answers for a group of the catalogue, unless a leaf has its own.
RESPONSIBLE = {
    **dict.fromkeys(("01", "03", "14", "15", "16", "90"), GENERAL_OFFICE),
    **dict.fromkeys(("02", "10", "13", "1003", "9006"), POLICY_OFFICE),
    **dict.fromkeys(("04", "05", "0301"), FINANCE_OFFICE),
    **dict.fromkeys(("06", "08", "11", "0106"), BASIC_OFFICE),
    **dict.fromkeys(("0608",), EARLY_OFFICE),
    **dict.fromkeys(("07",), STAFF_OFFICE),
    **dict.fromkeys(("1104", "1105"), HEALTH_OFFICE),
    **dict.fromkeys(("12", "0805"), SAFETY_OFFICE),
    **dict.fromkeys(("09",), PRIVATE_OFFICE),
    "0607": EXAM_CENTRE,
    "0705": TEACHER_CENTRE,
    "0802": AID_CENTRE,
}

# Why 1204 is not applicable, published with the leaf (the case of report E).
NO_SCHOOL_BUSES = (
    "根据《校车安全管理条例》（国务院令第617号）第十五条，校车使用许可由教育行政部门、公安机关交通管理部门、"
    "交通运输部门共同审查，本县交通运输部门没有此项职能，无法办理，因此不公开申请流程。"
    "学生上下学由公交企业开通的学生专线保障。"
)


def phone(extension: int) -> str:
    """A telephone number nobody has."""
    return f"0999-5550{extension:03d}"


DUTIES = (  # section, what it does, extension
    (GENERAL_OFFICE, "机关日常运转、公文与保密、政务公开、信访接待、建议提案办理", 101),
    (POLICY_OFFICE, "规范性文件审查与清理、行政许可、法治宣传、行政复议与应诉", 102),
    (FINANCE_OFFICE, "教育经费预算决算、学校建设项目、资产管理、内部审计、教育统计", 103),
    (BASIC_OFFICE, "义务教育和普通高中教育管理、招生入学、学籍、控辍保学、课后服务", 104),
    (EARLY_OFFICE, "学前教育、中等职业教育、成人教育和社区教育管理", 105),
    (STAFF_OFFICE, "教师招聘与调配、职称评审、教师资格认定、师德师风、表彰奖励", 106),
    (HEALTH_OFFICE, "学校体育、卫生健康、艺术教育、国防教育、语言文字工作", 107),
    (SAFETY_OFFICE, "校园安全、食堂与营养改善计划、住宿管理、学生上下学交通安全", 108),
    (PRIVATE_OFFICE, "民办学校年度检查、校外培训机构审批后的日常监管和行政执法", 109),
)


@dataclass(frozen=True)
class School:
    name: str
    kind: str  # 小学, 初中, 九年一贯, 普通高中, 中职, 特殊教育
    town: str
    address: str
    extension: int
    primary: int = 0  # classes in the first grade of primary school
    junior: int = 0  # classes in grade seven
    senior: int = 0  # classes in grade ten
    owner: str = "公办"
    boarding: bool = False

    @property
    def phone(self) -> str:
        return phone(self.extension)


SCHOOLS = (
    School(FIRST_PRIMARY, "小学", "城关镇", "书院路18号", 201, primary=6),
    School("云溪县城关镇第二小学", "小学", "城关镇", "文昌街66号", 202, primary=5),
    School("云溪县城关镇第三小学", "小学", "城关镇", "临河路9号", 203, primary=4),
    School("云溪县滨河小学", "小学", "城关镇", "滨河大道120号", 204, primary=6),
    School("云溪县石桥镇中心小学", "小学", "石桥镇", "石桥街21号", 205, primary=3),
    School("云溪县白鹭镇中心小学", "小学", "白鹭镇", "白鹭村1号", 206, primary=3),
    School("云溪县柳林镇中心小学", "小学", "柳林镇", "柳林街8号", 207, primary=2, boarding=True),
    School("云溪县河湾镇中心小学", "小学", "河湾镇", "河湾街15号", 208, primary=2, boarding=True),
    School(
        "云溪县松岭乡九年一贯制学校",
        "九年一贯",
        "松岭乡",
        "松岭街2号",
        209,
        primary=1,
        junior=1,
        boarding=True,
    ),
    School(
        "云溪县博雅学校",
        "九年一贯",
        "城关镇",
        "东湖路200号",
        210,
        primary=2,
        junior=2,
        owner="民办",
        boarding=True,
    ),
    School("云溪县第二中学", "初中", "城关镇", "文昌街100号", 221, junior=10),
    School("云溪县第三中学", "初中", "城关镇", "滨河大道88号", 222, junior=8),
    School("云溪县石桥镇初级中学", "初中", "石桥镇", "石桥街77号", 223, junior=4, boarding=True),
    School("云溪县白鹭镇初级中学", "初中", "白鹭镇", "白鹭街30号", 224, junior=3, boarding=True),
    School("云溪县柳林镇初级中学", "初中", "柳林镇", "柳林街45号", 225, junior=3, boarding=True),
    School(FIRST_HIGH, "普通高中", "城关镇", "学府路1号", 231, senior=16, boarding=True),
    School("云溪县第四中学", "普通高中", "城关镇", "东湖路36号", 232, senior=10, boarding=True),
    School("云溪县职业中等专业学校", "中职", "城关镇", "产业路12号", 233, senior=8, boarding=True),
    School("云溪县特殊教育学校", "特殊教育", "城关镇", "临河路50号", 234, boarding=True),
)
COMPULSORY = tuple(school for school in SCHOOLS if school.primary or school.junior)
PRIMARY = tuple(school for school in SCHOOLS if school.primary)
JUNIOR = tuple(school for school in SCHOOLS if school.junior)
SENIOR = tuple(school for school in SCHOOLS if school.senior)


@dataclass(frozen=True)
class Kindergarten:
    name: str
    owner: str
    address: str
    extension: int
    classes: int  # youngest classes opened in a year
    fee: int  # yuan a month


KINDERGARTENS = (
    Kindergarten("云溪县机关幼儿园", "公办", "城关镇书院路30号", 301, 5, 480),
    Kindergarten("云溪县第二幼儿园", "公办", "城关镇文昌街12号", 302, 4, 480),
    Kindergarten("云溪县滨河幼儿园", "公办", "城关镇滨河大道60号", 303, 4, 420),
    Kindergarten("云溪县石桥镇中心幼儿园", "公办", "石桥镇石桥街5号", 304, 3, 300),
    Kindergarten("云溪县白鹭镇中心幼儿园", "公办", "白鹭镇白鹭街3号", 305, 2, 300),
    Kindergarten("云溪县柳林镇中心幼儿园", "公办", "柳林镇柳林街2号", 306, 2, 300),
    Kindergarten("云溪县金苗幼儿园", "民办普惠", "城关镇东湖路18号", 307, 3, 650),
    Kindergarten("云溪县小星星幼儿园", "民办普惠", "城关镇产业路3号", 308, 2, 650),
)

PRIMARY_CLASS = 45
JUNIOR_CLASS = 50
SENIOR_CLASS = 50
KINDERGARTEN_CLASS = 25


def wobble(year: int, salt: str, spread: int) -> int:
    """A number from 0 to `spread`, always the same for one year and salt."""
    return crc32(f"{salt}/{year}".encode()) % (spread + 1)


def count(year: int, base: int, growth: int, salt: str, spread: int = 5) -> int:
    """A count that grows by `growth` a year from 2020, with a small wobble."""
    return base + growth * (year - 2020) + wobble(year, salt, spread)


def amount(year: int, base: int, growth: int, salt: str) -> Decimal:
    """An amount in 万元, with two decimals: `base` in 2020, growing by `growth` per cent."""
    cents = base * 100 + base * growth * (year - 2020) + wobble(year, salt, base * 3)
    return Decimal(cents) / 100


def primary_plan(school: School) -> int:
    return school.primary * PRIMARY_CLASS


def junior_plan(school: School) -> int:
    return school.junior * JUNIOR_CLASS


def senior_plan(school: School) -> int:
    return school.senior * SENIOR_CLASS


def is_public(school: School) -> bool:
    """False for the one school that more people apply to than there are places."""
    return school.owner == "公办"


def primary_enrolled(school: School, year: int) -> int:
    """First-graders who came: at most the plan."""
    plan = primary_plan(school)
    return plan - is_public(school) * wobble(year, f"p{school.name}", plan // 9)


def junior_enrolled(school: School, year: int) -> int:
    plan = junior_plan(school)
    return plan - is_public(school) * wobble(year, f"j{school.name}", plan // 12)


def senior_enrolled(school: School, year: int) -> int:
    plan = senior_plan(school)
    return plan - wobble(year, f"s{school.name}", plan // 25)


def pupils(school: School, year: int) -> int:
    """All pupils of a school in the autumn of `year`: the sum of its entry years."""
    primary = sum(primary_enrolled(school, year - n) for n in range(6)) if school.primary else 0
    junior = sum(junior_enrolled(school, year - n) for n in range(3)) if school.junior else 0
    senior = sum(senior_enrolled(school, year - n) for n in range(3)) if school.senior else 0
    special = count(year, 96, 2, school.name) if school.kind == "特殊教育" else 0
    return primary + junior + senior + special


def classes(school: School) -> int:
    if school.kind == "特殊教育":
        return 10
    return school.primary * 6 + school.junior * 3 + school.senior * 3


def teachers(school: School, year: int) -> int:
    per_class = 28 if school.senior else 25 if school.junior > school.primary else 21
    base = classes(school) * per_class // 10
    return base + wobble(year, f"t{school.name}", 3) + (12 if school.kind == "特殊教育" else 0)


def children(kindergarten: Kindergarten, year: int) -> int:
    plan = kindergarten.classes * KINDERGARTEN_CLASS * 3
    return plan - wobble(year, kindergarten.name, plan // 8)


def five_year_plan(year: int) -> tuple[str, int]:
    """The name of the five-year plan a year belongs to, and the year it began."""
    began = year - (year - 2021) % 5
    ordinal = 14 + (began - 2021) // 5
    digits = "零一二三四五六七八九"
    tens, ones = divmod(ordinal, 10)
    name = ("" if tens == 1 else digits[tens]) + "十" + (digits[ones] if ones else "")
    return f"“{name}五”", began


def school_year(year: int) -> str:
    return f"{year}—{year + 1}学年度"
