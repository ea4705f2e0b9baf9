"""重大政策落实 (1102 to 1105): every child stays, schools grow alike, sport and art are assessed."""

from collections.abc import Iterator

from disclosure.demo import world
from disclosure.demo.markup import Table
from disclosure.demo.spec import (
    DemoItem,
    Span,
    item,
    numbered,
    workday,
)
from disclosure.demo.world import (
    BASIC_OFFICE,
    FIRST_PRIMARY,
    HEALTH_OFFICE,
    count,
    phone,
    wobble,
)


def dropout(year: int) -> Iterator[DemoItem]:
    """控辍保学: one aggregate report a year."""
    told = year - 1
    yield item(
        f"dropout-{year}",
        f"云溪县{told}年控辍保学工作进展情况",
        "1102",
        workday(year, 1, 16),
        (
            f"""
            {told}年，县教育局会同公安、民政、残联和乡镇人民政府落实控辍保学责任，全年没有义务教育阶段失学辍学学生。现将有关情况公布如下。
            """,
            Table(
                f"{told}年义务教育阶段控辍保学情况（单位：人）",
                ("项目", "人数"),
                (
                    ("疑似未入学名单核查", count(told, 46, -3, "missing", 8)),
                    ("其中：经核查在外地就读", count(told, 30, -2, "elsewhere", 4)),
                    ("劝返复学", wobble(told, "back", 5)),
                    ("监测对象家庭学生在校就读", count(told, 640, -12, "poor", 20)),
                    ("残疾儿童送教上门", count(told, 18, 0, "home", 3)),
                ),
            ),
            f"""
            一、完善机制：每学期开学一周内比对学籍、户籍数据，建立疑似名单，乡镇和学校包片核查，10个工作日内销号。
            二、分类劝返：对厌学学生由班主任、心理教师一对一帮扶；对因病不能到校的，安排送教上门或者办理休学。
            三、责任追究：对监护人拒不送学的，由乡镇人民政府下达责令送学通知书，仍不改正的依法处理。{told}年共发出{1 + wobble(told, "letters", 3)}份。
            四、督导检查：组织督导检查2次，检查学校{20 + told % 4}所，发现的档案不规范等问题全部整改。
            """,
        ),
        lag=4,
        office=BASIC_OFFICE,
        genre="报告",
        stage="compulsory",
        openness="result",
        keywords=("控辍保学", "义务教育", "劝返"),
    )


def balance(year: int) -> Iterator[DemoItem]:
    indicators = (
        ("每百名学生拥有高于规定学历教师数", "4.2人以上", f"{4.6 + (year - 2020) * 0.1:.1f}人"),
        ("每百名学生拥有县级以上骨干教师数", "1人以上", f"{0.9 + (year - 2020) * 0.05:.2f}人"),
        (
            "生均教学及辅助用房面积（小学）",
            "4.5平方米以上",
            f"{4.4 + (year - 2020) * 0.1:.1f}平方米",
        ),
        ("生均体育运动场馆面积（小学）", "7.5平方米以上", f"{7.3 + (year - 2020) * 0.1:.1f}平方米"),
        ("每百名学生拥有网络多媒体教室数", "2.3间以上", f"{2.6 + (year - 2020) * 0.1:.1f}间"),
    )
    yield item(
        f"balance-{year}",
        f"云溪县{year}年义务教育优质均衡发展监测情况",
        "1103",
        workday(year, 10, 26),
        (
            """
            对照县域义务教育优质均衡发展督导评估办法，县教育局对全县小学、初中资源配置情况进行了年度监测。现公布主要指标。
            """,
            Table(f"{year}年小学资源配置主要指标", ("指标", "标准", "全县平均"), indicators),
            f"""
            一、校际差异：小学、初中各项指标的校际差异系数分别为0.{42 - (year - 2020)}、0.{38 - (year - 2020)}，均小于规定的0.50、0.45。
            二、未达标情况：{shortfall(year)}。
            三、改进措施：实施城区学校改扩建，利用楼顶和地下空间增加运动场地，扩大集团化办学交流教师比例。
            """,
        ),
        office=BASIC_OFFICE,
        genre="报告",
        stage="compulsory",
        openness="result",
        keywords=("优质均衡", "资源配置", "监测"),
    )


def shortfall(year: int) -> str:
    schools = max(0, 6 - (year - 2021))
    return (
        f"城区{schools}所学校生均体育场馆面积不足"
        if schools
        else "各校均达到标准，没有未达标的指标"
    )


def fitness(year: int) -> Iterator[DemoItem]:
    rows = []
    for school in world.COMPULSORY:
        good = count(year, 44, 2, f"fit{school.name}", 8)
        passed = min(99, count(year, 92, 1, f"pass{school.name}", 3))
        rows.append((school.name, 60, f"{passed}.0%", f"{good}.0%"))
    yield item(
        f"fitness-{year}",
        f"{year}年学生体质健康抽测结果公告",
        "1104",
        workday(year, 11, 24),
        (
            f"""
            {year}年10月，县教育局委托第三方按照《国家学生体质健康标准》，对全县{len(rows)}所义务教育学校各抽取60名学生进行体质健康测试。结果公告如下。
            """,
            Table(
                f"{year}年学生体质健康抽测结果",
                ("学校", "抽测人数", "合格率", "优良率"),
                tuple(rows),
            ),
            """
            一、主要问题：近视率偏高，男生引体向上、女生仰卧起坐得分偏低，部分学生体重超标。
            二、整改要求：优良率低于全县平均水平的学校，一个月内提交改进方案；各校每天安排一节体育课或者一小时体育活动，大课间不得占用。
            三、抽测结果作为学校体育工作评价和校长考核的依据，连续两年下降的学校由县教育局约谈。
            """,
        ),
        office=HEALTH_OFFICE,
        genre="公告",
        stage="compulsory",
        openness="result",
        keywords=("体质健康", "学校体育评价", "优良率"),
    )


def arts(year: int) -> Iterator[DemoItem]:
    rows = tuple(
        (
            school.name,
            f"{82 + wobble(year, f'music{school.name}', 12)}",
            f"{80 + wobble(year, f'art{school.name}', 14)}",
        )
        for school in world.JUNIOR
    )
    yield item(
        f"arts-{year}",
        f"{year}年初中学生艺术素质测评和学校美育工作评价结果",
        "1105",
        workday(year, 6, 18),
        (
            f"""
            按照学校美育评价有关规定，{year}年5月对全县{len(rows)}所初中八年级学生进行了艺术素质测评。测评内容为基础知识、基本技能和校外学习情况，其中课外活动记录占20%。
            """,
            Table(f"{year}年艺术素质测评平均分", ("学校", "音乐", "美术"), rows),
            """
            一、评价结论：开齐开足音乐、美术课的学校比例为100%，农村学校专职艺术教师仍有缺口，由城区学校教师走教补充。
            二、特色项目：白鹭镇初级中学剪纸、第二中学合唱、松岭乡九年一贯制学校山歌进校园，列为县级美育特色项目。
            三、结果运用：测评结果记入学生综合素质评价，不公布个人分数和排名。
            """,
        ),
        office=HEALTH_OFFICE,
        genre="公告",
        stage="compulsory",
        openness="result",
        keywords=("学校美育评价", "艺术素质测评"),
    )


def one_county_one_plan(span: Span) -> Iterator[DemoItem]:
    signed = workday(span.year(2), 3, 6)
    yield item(
        "dropout-plan",
        "云溪县“一县一策”控辍保学工作方案",
        "1102",
        signed,
        (
            """
            各乡镇人民政府，县直有关部门，各义务教育学校：
            为了保障适龄儿童、少年依法接受义务教育，制定本方案。
            一、工作目标
            义务教育阶段适龄儿童、少年（不具备学习能力的除外）全部入学，动态清零成果持续巩固。
            二、责任分工
            - 县教育局：学籍管理、名单比对、帮扶和送教上门。
            - 乡镇人民政府：入户核查、劝返，依法下达责令送学通知书。
            - 县公安局：协助查找下落，提供户籍变动信息。
            - 县民政局、县残联：孤儿、留守儿童、残疾儿童信息共享和救助。
            - 县人力资源和社会保障局、县市场监督管理局：查处使用童工行为。
            三、工作流程
            发现（开学一周内）、报告（3个工作日）、核查（5个工作日）、劝返（10个工作日）、销号或者依法处理。
            四、预防措施
            改进课堂教学，开设劳动和职业体验课程；落实资助政策；建立留守儿童关爱台账；关注学生心理健康。
            """,
        ),
        doc_no=numbered("云教", signed.year, 12),
        co_issuers=("云溪县公安局", "云溪县民政局", "云溪县残疾人联合会"),
        office=BASIC_OFFICE,
        validity="valid",
        effective_on=signed,
        stage="compulsory",
        openness="decision",
        keywords=("控辍保学", "一县一策"),
    )


def rare_characters(span: Span) -> Iterator[DemoItem]:
    """Names that software loses: the text that shows every page and search keeps them."""
    written = workday(span.year(1), 10, 14)
    yield item(
        "rare-characters",
        "云溪县中小学生书画作品展入选作品和姓名用字说明",
        "1105",
        written,
        (
            """
            云溪县中小学生书画作品展由县教育局主办、实验小学承办，征集作品412件，入选60件。为了避免证书印制出错，现对作品名称和姓名中的生僻字、间隔号写法说明如下。
            """,
            Table(
                "用字示例（均为示例，不是真实学生）",
                ("示例", "说明", "出现位置"),
                (
                    ("㛃", "音jié，扩展区汉字，不用“洁”代替", "书法作品《㛃行》"),
                    ("𠮷", "“吉”的异体，上部为“土”，四字节字符", "国画作品《𠮷庆有余》"),
                    ("阿卜杜·热合曼", "间隔号用“·”，居中，不用句点或者短横", "姓名登记示例"),
                    ("𠮷㛃", "两个生僻字连用", "篆刻作品印文"),
                ),
            ),
            f"""
            一、登记姓名时，以户口簿为准，不得用同音字、近形字、拼音代替。
            二、证书打印前由家长核对。设备不能显示的字，手工补写后加盖校正章。
            三、作品说明中的“㛃”“𠮷”等字，可以在本网站直接搜索。
            联系电话：{phone(107)}。
            """,
        ),
        lag=2,
        office=FIRST_PRIMARY,
        issuer=FIRST_PRIMARY,
        genre="其他",
        stage="compulsory",
        openness="service",
        keywords=("书画展", "生僻字", "㛃", "𠮷", "阿卜杜·热合曼"),
    )


def singles(span: Span) -> Iterator[DemoItem]:
    yield from one_county_one_plan(span)
    yield from rare_characters(span)


YEARLY = (
    (dropout, 6),
    (balance, 3),
    (fitness, 4),
    (arts, 3),
)
