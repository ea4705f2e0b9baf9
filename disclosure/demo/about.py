"""机构概况 (0101 to 0104): what the bureau does, who leads it, its sections and units."""

from collections.abc import Iterator

from disclosure.demo.markup import Table
from disclosure.demo.openness import GUIDE
from disclosure.demo.spec import (
    DemoItem,
    Span,
    item,
    numbered,
    workday,
)
from disclosure.demo.world import (
    AID_CENTRE,
    DUTIES,
    EXAM_CENTRE,
    PORTAL_ADDRESS,
    TEACHER_CENTRE,
    phone,
)


def about(span: Span) -> Iterator[DemoItem]:
    written = workday(span.year(2), 4, 2)
    yield item(
        "about-duties",
        "云溪县教育局主要职责和办公信息",
        "0101",
        written,
        (
            """
            云溪县教育局是县人民政府工作部门，为正科级。主要职责是：
            1. 贯彻执行教育法律法规和方针政策，拟订全县教育发展规划并组织实施。
            2. 统筹管理学前教育、义务教育、普通高中教育、中等职业教育、特殊教育和民办教育。
            3. 管理本部门教育经费，监测教育经费筹措和使用情况，负责学生资助工作。
            4. 指导学校思想政治、德育、体育卫生、艺术、劳动和国防教育工作。
            5. 主管教师工作，组织教师资格认定、招聘、培训和职称评审。
            6. 负责校外培训机构审批和日常监管，依法实施行政处罚。
            7. 指导学校安全管理和突发事件应急处置。
            8. 承担县政府教育督导的日常工作。
            """,
            Table(
                "办公信息",
                ("项目", "内容"),
                (
                    ("办公地址", PORTAL_ADDRESS),
                    ("办公时间", GUIDE["office_hours"]),
                    ("值班电话", phone(101)),
                    ("传真", phone(120)),
                    ("负责人", "局长王某某"),
                    ("公交线路", "2路、5路“书院路东”站下车步行200米"),
                ),
            ),
        ),
        summary="云溪县教育局的主要职责，办公地址、办公时间、值班电话、负责人。",
        genre="其他",
        openness="service",
        keywords=("机构职能", "办公地址", "联系方式"),
    )
    yield item(
        "about-sections",
        "云溪县教育局内设机构",
        "0103",
        written,
        (
            """
            县教育局设9个内设机构，职责和联系电话如下。
            """,
            Table(
                "内设机构",
                ("名称", "主要职责", "电话"),
                tuple((name, duty, phone(extension)) for name, duty, extension in DUTIES),
            ),
            """
            机关党委按照规定设置，负责机关和直属单位党群工作。工作人员上班佩戴工作牌，办事群众可以直接到相应股室，不需要预约。
            """,
        ),
        lag=2,
        genre="其他",
        openness="service",
        keywords=("内设机构", "股室", "电话"),
    )
    units = (
        (
            EXAM_CENTRE,
            "exam",
            111,
            "承担初中学业水平考试、普通高中学业水平考试、普通高考、成人高考、自学考试和普通话水平测试的考务工作，负责试卷保密、考点设置和成绩发布。",
            9,
        ),
        (
            AID_CENTRE,
            "aid",
            115,
            "承担学前教育到普通高中、中等职业教育的学生资助工作，办理生源地信用助学贷款，审核发放资助资金，受理资助咨询和投诉。",
            5,
        ),
        (
            TEACHER_CENTRE,
            "teachers",
            113,
            "承担教师培训、教学研究、教学质量监测和心理健康教育指导工作，管理县级名师工作室和家庭教育指导服务站。",
            24,
        ),
    )
    for name, key, extension, duty, staff in units:
        yield item(
            f"about-{key}",
            f"{name}简介",
            "0104",
            written,
            (
                f"""
                {name}为县教育局所属公益一类事业单位，核定编制{staff}名。
                一、主要职责
                {duty}
                二、联系方式
                地址：云溪县文昌街{extension}号；办公时间：{GUIDE["office_hours"]}；电话：{phone(extension)}。
                三、服务承诺
                电话咨询即时答复，书面咨询5个工作日内答复；实行首问负责制和一次性告知制。
                """,
            ),
            lag=3,
            office=name,
            issuer=name,
            genre="其他",
            openness="service",
            keywords=("直属单位", name.removeprefix("云溪县")),
        )


def leaders(year: int) -> Iterator[DemoItem]:
    signed = workday(year, 3, 4)
    names = "王李陈赵周" if year % 2 else "王陈李赵周"
    work = (
        ("局长", "主持全面工作，分管人事与教师工作股"),
        ("副局长", "分管基础教育股、学前与职成教育股、考试中心"),
        ("副局长", "分管计划财务股、学校安全与后勤股、资助中心"),
        ("副局长", "分管政策法规与行政审批股、校外教育培训监管股、政务公开"),
        ("总督学", "负责教育督导、体育卫生与艺术教育股、教师发展中心"),
    )
    rows = tuple((f"{name}某某", *row) for name, row in zip(names, work, strict=True))
    yield item(
        f"leaders-{year}",
        f"云溪县教育局领导班子成员工作分工（{year}年3月）",
        "0102",
        signed,
        (
            """
            根据工作需要，经局党组会议研究，对领导班子成员工作分工进行了调整，现公布如下。
            """,
            Table("领导分工", ("姓名", "职务", "分管工作"), rows),
            f"""
            一、实行AB岗制度，A岗外出时由B岗代行职责。
            二、每月15日为“局长接待日”，领导班子成员轮流接待来访群众，地点为县教育局一楼接待室，预约电话{phone(101)}。
            """,
        ),
        lag=2,
        doc_no=numbered("云教党", year, 7),
        validity="valid",
        effective_on=signed,
        replaces=(f"leaders-{year - 1}",),
        openness="service",
        keywords=("领导分工", "局长接待日"),
    )


def singles(span: Span) -> Iterator[DemoItem]:
    yield from about(span)


YEARLY = ((leaders, 2),)
