"""民办教育与校外培训 (09): who holds a licence, who changed, what the checks found."""

from collections.abc import Iterator
from datetime import timedelta

from disclosure.demo import world
from disclosure.demo.markup import Table
from disclosure.demo.spec import (
    DemoFile,
    DemoItem,
    Span,
    chinese_date,
    day_of_month,
    item,
    numbered,
    weekdays_from,
    workday,
)
from disclosure.demo.world import POLICY_OFFICE, PRIVATE_OFFICE, count, phone, wobble

LICENSED = (  # name, kind, address, extension
    ("云溪县博雅学校", "九年一贯制学校", "城关镇东湖路200号", 210),
    ("云溪县金苗幼儿园", "普惠性幼儿园", "城关镇东湖路18号", 307),
    ("云溪县小星星幼儿园", "普惠性幼儿园", "城关镇产业路3号", 308),
    ("云溪县青禾艺术培训中心", "非学科类培训（艺术）", "城关镇文昌街88号", 401),
    ("云溪县跃动体育培训中心", "非学科类培训（体育）", "城关镇滨河大道15号", 402),
    ("云溪县启智科技培训中心", "非学科类培训（科技）", "城关镇书院路52号", 403),
    ("云溪县墨香书法培训中心", "非学科类培训（艺术）", "石桥镇石桥街40号", 404),
)


def licence(n: int) -> str:
    return f"云教民证字第{n:03d}号"


def private_list(year: int) -> Iterator[DemoItem]:
    gardens = {k.name: k for k in world.KINDERGARTENS}
    private_school = next(school for school in world.SCHOOLS if school.owner == "民办")
    rows = []
    for n, (name, kind, address, extension) in enumerate(LICENSED[:3], start=1):
        size = (
            world.children(gardens[name], year)
            if name in gardens
            else world.pupils(private_school, year)
        )
        rows.append((name, kind, licence(n), address, size, phone(extension)))
    yield item(
        f"private-list-{year}",
        f"云溪县民办学校办学基本信息（{year}年）",
        "0901",
        workday(year, 9, 22),
        (
            f"""
            根据《中华人民共和国民办教育促进法》及其实施条例，现将{year}年秋季学期全县民办学校、幼儿园办学基本信息公布如下。
            """,
            Table(
                f"{year}年民办学校基本信息",
                ("学校名称", "类别", "办学许可证号", "地址", "在校生（人）", "联系电话"),
                tuple(rows),
            ),
            f"""
            一、以上学校均登记为非营利性民办学校，举办者不取得办学收益，办学结余全部用于办学。
            二、学费标准由学校在招生简章和校门口公示。{year}年博雅学校小学部学费{6800 + 100 * (year % 3)}元/学期，初中部学费{7600 + 100 * (year % 3)}元/学期。
            三、民办学校终止办学的，应当提前六个月向审批机关提交申请并公告，妥善安置在校学生。
            咨询电话：{phone(109)}。
            """,
        ),
        office=PRIVATE_OFFICE,
        genre="其他",
        stage="all",
        openness="service",
        keywords=("民办学校", "办学许可证", "学费"),
    )


def approvals(year: int) -> Iterator[DemoItem]:
    """One decision on a private institution a year: set up, moved, enlarged."""
    acts = (
        (
            "设立云溪县墨香书法培训中心",
            "设立",
            "场地、消防、师资和章程符合设置标准，同意设立，颁发办学许可证，有效期三年",
        ),
        (
            "云溪县跃动体育培训中心变更办学地址",
            "变更",
            "原址租赁期满，新址建筑面积420平方米，消防验收合格，同意变更",
        ),
        (
            "云溪县金苗幼儿园增加办园规模",
            "变更",
            "新增活动室3间，户外场地达标，同意由9个班调整为12个班",
        ),
        (
            "云溪县启智科技培训中心变更负责人",
            "变更",
            "拟任负责人具有教师资格和五年以上教学经历，同意变更",
        ),
    )
    what, kind, text = acts[year % 4]
    signed = workday(year, 10, 15)
    yield item(
        f"approval-{year}",
        f"云溪县教育局关于同意{what}的批复",
        "0902",
        signed,
        (
            f"""
            申请人：
            你单位《关于{what}的申请》及附件材料收悉。经审查、现场核查并征求行业主管部门意见，现批复如下。
            一、{text}。
            二、你单位应当在批复之日起30日内，到登记管理机关办理{"设立" if kind == "设立" else "变更"}登记，并将预收费账户纳入资金监管。
            三、严格按照许可的内容和地点办学，不得开展面向义务教育阶段学生的学科类培训，不得在国家法定节假日、休息日及寒暑假期组织学科类培训。
            四、如不服本决定，可以自收到之日起六十日内申请行政复议，或者六个月内提起行政诉讼。
            云溪县教育局
            {chinese_date(signed)}
            """,
        ),
        lag=2,
        doc_no=numbered("云教审", year, 11 + year % 5),
        office=POLICY_OFFICE,
        genre="批复",
        validity="valid",
        stage="all",
        openness="result",
        keywords=("民办教育", kind, "批复"),
    )


def yearly_check(year: int) -> Iterator[DemoItem]:
    """年检: the notice of results for the year before."""
    told, rows = year - 1, []
    for n, (name, kind, _, _) in enumerate(LICENSED, start=1):
        result = "基本合格" if wobble(told, f"check{name}", 9) > 7 else "合格"
        rows.append((name, kind, licence(n), result))
    passed = sum(row[3] == "合格" for row in rows)
    starts = workday(year, 5, 30)
    yield item(
        f"yearly-check-{year}",
        f"云溪县{told}年度民办学校、校外培训机构年度检查结论公示",
        "0903",
        starts,
        (
            f"""
            {year}年3月至5月，县教育局组织对{len(rows)}所民办学校、校外培训机构{told}年度办学情况进行了检查，其中合格{passed}所，基本合格{len(rows) - passed}所，没有不合格机构。现将结论公示如下。
            """,
            Table(f"{told}年度检查结论", ("名称", "类别", "办学许可证号", "结论"), tuple(rows)),
            f"""
            一、检查内容为党建、办学条件、规范招生收费、教师聘用、财务管理、安全管理和诚信办学七个方面。
            二、基本合格的机构整改期三个月，整改期内不得增加招生规模；逾期未完成整改的，按不合格处理。
            三、公示时间：{chinese_date(starts)}至{day_of_month(weekdays_from(starts, 7))}。对结论有异议的，可以提出书面申辩。电话{phone(109)}。
            """,
        ),
        lag=0,
        office=PRIVATE_OFFICE,
        genre="公告",
        stage="all",
        openness="result",
        period_kind="publicity",
        begins_on=starts,
        ends_on=weekdays_from(starts, 7),
        keywords=("年检", "民办学校", "校外培训机构"),
    )


def white_list(year: int) -> Iterator[DemoItem]:
    rows = tuple(
        (name, kind, licence(n), address)
        for n, (name, kind, address, _) in enumerate(LICENSED[3:], start=4)
    )
    yield item(
        f"white-list-{year}",
        f"云溪县{year}年暑期校外培训机构白名单和消费提示",
        "0904",
        workday(year, 6, 28),
        (
            """
            暑假将至，现公布经批准的面向中小学生的非学科类校外培训机构名单，并作如下提示。
            """,
            Table("校外培训机构白名单", ("名称", "类别", "办学许可证号", "地址"), rows),
            f"""
            家长选择培训机构时请注意：
            1. 查看办学许可证和营业执照，许可内容要与实际培训内容一致。
            2. 通过“校外教育培训监管与服务综合平台”选课缴费，不向个人账户转账。
            3. 一次缴费不超过3个月或者60课时，总额不超过5000元。
            4. 索要发票，使用《中小学生校外培训服务合同（示范文本）》。
            “一对一”“住家教师”“研学营”等名义的学科类培训属于违规培训，合法权益难以保障。投诉举报：{phone(109)}、12345。
            """,
        ),
        office=PRIVATE_OFFICE,
        genre="公告",
        stage="compulsory",
        openness="service",
        keywords=("校外培训", "白名单", "消费提示"),
        files=(
            DemoFile(
                f"{year}年校外培训机构白名单.xlsx",
                tables=(
                    Table("校外培训机构白名单", ("名称", "类别", "办学许可证号", "地址"), rows),
                ),
            ),
        )
        if year % 2 == 0
        else (),
    )


def campaign(year: int) -> Iterator[DemoItem]:
    found = count(year, 12, -1, "found", 4)
    found = max(found, 3)
    yield item(
        f"campaign-{year}",
        f"云溪县{year}年校外培训暑期专项治理情况通报",
        "0904",
        workday(year, 9, 8),
        (
            f"""
            {year}年7月至8月，县教育局会同公安、市场监管、消防救援部门开展了校外培训暑期专项治理，现将情况通报如下。
            一、基本情况
            共出动执法人员{count(year, 180, 4, "officers", 20)}人次，检查场所{count(year, 64, 3, "places", 9)}处，发现违规线索{found}条，全部查实处理。
            二、处理结果
            - 责令停止违规培训、退还费用：{found - 2}家，退费{world.amount(year, 6, 2, "refund")}万元。
            - 立案处罚：1家。
            - 移送市场监督管理部门处理虚假宣传：1家。
            三、存在的问题
            隐形变异培训向居民楼转移，个别机构未将预收费纳入监管。
            四、下一步措施
            建立“街道吹哨、部门报到”的日常巡查机制，把违规机构和从业人员信息纳入信用管理。欢迎群众举报，查实后按规定奖励。
            """,
        ),
        office=PRIVATE_OFFICE,
        genre="通报",
        stage="compulsory",
        openness="result",
        keywords=("校外培训治理", "专项治理", "退费"),
    )


def ending(span: Span) -> Iterator[DemoItem]:
    signed = workday(span.year(1), 1, 20)
    yield item(
        "private-ending",
        "关于云溪县阳光艺术培训中心终止办学的公告",
        "0902",
        signed,
        (
            f"""
            云溪县阳光艺术培训中心因自身原因申请终止办学。经审查，该机构已经完成财务清算，退还全部未消课费用，安置全部教职工，符合终止条件。根据《中华人民共和国民办教育促进法》，同意其终止办学，收回并注销办学许可证。现予公告。
            一、自公告之日起，该机构不得以原名义开展任何培训活动。
            二、尚有债权未处理的，请于{chinese_date(signed + timedelta(days=45))}前向清算组申报，地址为城关镇文昌街20号。
            三、办学许可证号{licence(8)}自公告之日起作废，印章已经缴销。
            联系电话：{phone(109)}。
            """,
        ),
        office=PRIVATE_OFFICE,
        genre="公告",
        openness="result",
        keywords=("终止办学", "注销"),
    )


def singles(span: Span) -> Iterator[DemoItem]:
    yield from ending(span)


YEARLY = (
    (private_list, 3),
    (approvals, 3),
    (yearly_check, 6),
    (white_list, 3),
    (campaign, 2),
)
