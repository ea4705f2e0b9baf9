"""财务信息 (0501 to 0503): budgets, accounts and “三公”."""

from collections.abc import Iterator
from decimal import Decimal

from disclosure.demo import world
from disclosure.demo.markup import Table
from disclosure.demo.spec import (
    DemoFile,
    DemoItem,
    item,
    workday,
)
from disclosure.demo.world import (
    FINANCE_OFFICE,
    FIRST_HIGH,
    amount,
    phone,
)

EXPENSES = (  # name, 万元 in 2020, growth in per cent
    ("学前教育", 2850, 7),
    ("小学教育", 21600, 4),
    ("初中教育", 17400, 4),
    ("高中教育", 9800, 3),
    ("职业教育", 2600, 5),
    ("特殊教育", 420, 6),
    ("教育管理事务", 1180, 1),
    ("社会保障和就业支出", 6900, 3),
    ("卫生健康支出", 2450, 3),
    ("住房保障支出", 4300, 3),
)


def spending(year: int) -> dict[str, Decimal]:
    return {name: amount(year, base, growth, f"b{name}") for name, base, growth in EXPENSES}


def income(year: int) -> dict[str, Decimal]:
    """Where the money of a year comes from: the rest is general budget."""
    total = sum(spending(year).values())
    special = amount(year, 3200, 2, "special account")
    other = amount(year, 540, 1, "other income")
    return {
        "一般公共预算财政拨款": total - special - other,
        "财政专户管理资金（教育收费）": special,
        "其他收入": other,
    }


def three_public(year: int) -> tuple[tuple[str, Decimal], ...]:
    """“三公”: no travel abroad, fewer receptions each year."""
    reception = Decimal(1260 - 60 * (year - 2020) + world.wobble(year, "reception", 40)) / 100
    running = Decimal(2480 - 50 * (year - 2020) + world.wobble(year, "vehicle", 40)) / 100
    zero = Decimal("0.00")
    return (
        ("因公出国（境）费", zero),
        ("公务用车购置费", zero),
        ("公务用车运行维护费", max(running, Decimal("8.00"))),
        ("公务接待费", max(reception, Decimal("2.00"))),
    )


def difference(change: Decimal) -> str:
    return f"{'增加' if change > 0 else '减少'}{abs(change):.2f}万元"


def budget(year: int) -> Iterator[DemoItem]:
    revenue = Table(
        f"{year}年部门收入预算表（单位：万元）",
        ("项目", "预算数"),
        tuple(income(year).items()),
        True,
    )
    expense = Table(
        f"{year}年部门支出预算表（单位：万元）",
        ("科目", "预算数"),
        tuple(spending(year).items()),
        True,
    )
    total = expense.total_row[1]
    change = total - sum(spending(year - 1).values())
    yield item(
        f"budget-{year}",
        f"云溪县教育局{year}年部门预算",
        "0501",
        workday(year, 2, 8),
        (
            f"""
            根据《中华人民共和国预算法》和县财政局关于预算公开的要求，现将云溪县教育局{year}年部门预算公开如下。
            一、部门概况
            云溪县教育局负责全县学前教育、义务教育、普通高中教育、中等职业教育、特殊教育和民办教育的统筹规划与管理。纳入本部门预算编制范围的预算单位共26个，包括局机关、3个直属单位和22所学校、幼儿园。
            二、收支总体情况
            {year}年部门收入、支出预算总额均为{total}万元，比上年{difference(change)}，主要是人员经费正常增资和在校学生人数变化。
            """,
            revenue,
            expense,
            f"""
            三、机关运行经费
            {year}年局机关运行经费预算{amount(year, 96, 1, "running")}万元，主要用于办公费、印刷费、水电费、差旅费、会议费和维修费等。
            四、政府采购
            {year}年政府采购预算{amount(year, 1560, 3, "purchase")}万元，其中货物类{amount(year, 700, 3, "goods")}万元，其余为工程类和服务类。
            五、绩效目标
            实行绩效目标管理的项目12个，重点项目为义务教育公用经费、营养改善计划和校舍安全保障。各项目绩效目标随预算一并公开，见附件。
            六、“三公”经费
            “三公”经费预算单独公开，见“‘三公’经费”栏目。
            联系人：计划财务股负责人；联系电话：{phone(103)}。
            """,
        ),
        lag=6,
        office=FINANCE_OFFICE,
        genre="其他",
        stage="all",
        openness="execution",
        keywords=("部门预算", "财政拨款"),
        files=budget_files(year, revenue, expense),
    )
    yield three_public_budget(year)


def budget_files(year: int, *tables: Table) -> tuple[DemoFile, ...]:
    sheet = DemoFile(f"云溪县教育局{year}年部门预算公开表.xlsx", tables=tables)
    goals = DemoFile("重点项目绩效目标表.pdf", stored="budget-performance.pdf")
    return (sheet, goals) if year % 2 == 0 else (sheet,)


def three_public_budget(year: int) -> DemoItem:
    now, before = three_public(year), dict(three_public(year - 1))
    table = Table(
        f"{year}年“三公”经费预算表（单位：万元）",
        ("项目", f"{year - 1}年预算数", f"{year}年预算数"),
        tuple((name, before[name], value) for name, value in now),
        total=True,
    )
    _, last_total, total = table.total_row
    return item(
        f"three-public-{year}",
        f"云溪县教育局{year}年“三公”经费预算情况说明",
        "0503",
        workday(year, 2, 10),
        (
            f"""
            {year}年云溪县教育局使用一般公共预算财政拨款安排的“三公”经费预算为{total}万元，比上年{difference(total - last_total)}。
            """,
            table,
            """
            一、因公出国（境）费：未安排出国（境）任务。
            二、公务用车购置及运行维护费：不安排购置费；运行维护费用于局机关3辆公务用车的燃料、维修、保险和过路过桥费用。
            三、公务接待费：用于上级督导检查、兄弟县市学习交流等公务接待，严格执行接待审批和公函制度，不超标准、不安排宴请。
            “三公”经费是指用一般公共预算财政拨款安排的因公出国（境）费、公务用车购置及运行维护费和公务接待费。
            """,
        ),
        lag=4,
        office=FINANCE_OFFICE,
        genre="其他",
        stage="all",
        openness="execution",
        keywords=("三公经费", "公务接待", "公务用车"),
    )


def accounts(year: int) -> Iterator[DemoItem]:
    """决算: last year's accounts, published in September."""
    closed = year - 1
    budgeted = spending(closed)
    spent = {
        name: value - Decimal(world.wobble(closed, f"a{name}", int(value))) / 100
        for name, value in budgeted.items()
    }
    table = Table(
        f"{closed}年度部门支出决算表（单位：万元）",
        ("科目", "预算数", "决算数"),
        tuple((name, budgeted[name], spent[name]) for name in budgeted),
        total=True,
    )
    _, planned, paid = table.total_row
    yield item(
        f"accounts-{year}",
        f"云溪县教育局{closed}年度部门决算",
        "0502",
        workday(year, 9, 6),
        (
            f"""
            经县人大常委会审查批准、县财政局批复，现将云溪县教育局{closed}年度部门决算公开如下。
            一、收入支出总体情况
            {closed}年度部门支出预算{planned}万元，决算支出{paid}万元，执行率{paid * 100 / planned:.2f}%，结余{planned - paid}万元，按规定结转下年使用或者上缴县财政。
            """,
            table,
            f"""
            二、“三公”经费决算
            {closed}年度“三公”经费支出没有超过预算，其中因公出国（境）0批次0人次，国内公务接待{world.count(closed, 62, -2, "visits")}批次。
            三、预算绩效管理
            对12个项目开展绩效自评，其中10个项目自评等次为“优”，2个项目为“良”。评为“良”的项目主要是设备采购进度偏慢，已督促整改。
            四、国有资产占用
            截至{closed}年12月31日，局机关共有公务用车3辆，单价100万元以上的设备0台（套）。
            五、名词解释
            财政拨款收入：指县级财政当年拨付的资金。基本支出：指为保障机构正常运转、完成日常工作任务而发生的人员支出和公用支出。项目支出：指为完成特定任务而发生的支出。
            联系电话：{phone(103)}。
            """,
        ),
        lag=9,
        office=FINANCE_OFFICE,
        genre="其他",
        stage="all",
        openness="result",
        keywords=("部门决算", "执行率"),
        files=(DemoFile(f"云溪县教育局{closed}年度部门决算公开表.xlsx", tables=(table,)),),
    )


def high_school_budget(year: int) -> Iterator[DemoItem]:
    lines = (
        ("工资福利支出", amount(year, 3100, 3, "h1")),
        ("商品和服务支出", amount(year, 620, 2, "h2")),
        ("对个人和家庭的补助", amount(year, 240, 2, "h3")),
        ("资本性支出", amount(year, 180, 2, "h4")),
    )
    table = Table(f"{year}年单位支出预算表（单位：万元）", ("项目", "预算数"), lines, total=True)
    students = world.pupils(world.SENIOR[0], year - 1)
    yield item(
        f"high-school-budget-{year}",
        f"{FIRST_HIGH}{year}年单位预算",
        "0501",
        workday(year, 2, 15),
        (
            f"""
            云溪县第一中学为县教育局所属公益一类事业单位，现有教学班{world.classes(world.SENIOR[0])}个，在校学生{students}人。现将{year}年单位预算公开如下。
            """,
            table,
            f"""
            一、收入来源：一般公共预算财政拨款和纳入财政专户管理的学费、住宿费。学校不得用学费收入发放津贴补贴。
            二、{year}年重点支出：更换教学楼照明灯具，改造学生公寓热水系统，补充理化生实验耗材。
            三、学校“三公”经费预算为0。
            联系电话：{phone(231)}。
            """,
        ),
        lag=5,
        office=FIRST_HIGH,
        issuer=FIRST_HIGH,
        genre="其他",
        stage="high",
        openness="execution",
        keywords=("单位预算", "第一中学"),
        files=(DemoFile(f"第一中学{year}年单位预算公开表.xlsx", tables=(table,)),),
    )


YEARLY = (
    (budget, 6),
    (accounts, 6),
    (high_school_budget, 2),
)
