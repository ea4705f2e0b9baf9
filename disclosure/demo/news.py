"""工作动态 (16): news, kept out of the statutory counts."""

from collections.abc import Iterator
from datetime import timedelta

from disclosure.demo import world
from disclosure.demo.markup import Table
from disclosure.demo.spec import (
    DemoFile,
    DemoItem,
    Span,
    chinese_date,
    item,
    workday,
)
from disclosure.demo.world import (
    BASIC_OFFICE,
    EXAM_CENTRE,
    FIRST_HIGH,
    FIRST_PRIMARY,
    GENERAL_OFFICE,
    HEALTH_OFFICE,
    TEACHER_CENTRE,
    count,
    phone,
    wobble,
)


def opening_of_term(year: int) -> Iterator[DemoItem]:
    pupils = sum(world.pupils(school, year) for school in world.SCHOOLS)
    topics = (
        "科技点亮梦想",
        "传承红色基因",
        "强健体魄",
        "爱护家乡河流",
        "做守法小公民",
        "劳动创造美好",
    )
    yield item(
        f"opening-of-term-{year}",
        f"全县中小学{year}年秋季学期顺利开学",
        "1601",
        workday(year, 9, 1),
        (
            f"""
            9月1日，全县{len(world.SCHOOLS)}所中小学校迎来新学期，{pupils}名学生走进校园。县教育局组成6个检查组，深入学校检查开学工作。
            在实验小学，一年级新生穿过“入学门”，在老师带领下认识校园。校长介绍，学校提前完成了教室照明改造，每间教室照度和均匀度全部达标。
            全县学校以“{topics[year % 6]}”为主题上好开学第一课。松岭乡九年一贯制学校邀请护林员讲述守护山林的故事，第二中学组织学生到云溪河边开展水质观察。
            检查组重点查看了校舍、食堂、宿舍和上下学交通。开学第一天，{25 + year % 5}个护学岗同时上岗，学生专线公交{8 + year % 3}条全部开通。
            检查中发现的{6 + wobble(year, "found at opening", 8)}个问题，要求学校3日内整改到位。
            """,
        ),
        lag=0,
        office=GENERAL_OFFICE,
        genre="其他",
        stage="all",
        keywords=("开学", "开学第一课"),
    )


def teachers_day(year: int) -> Iterator[DemoItem]:
    yield item(
        f"teachers-day-{year}",
        f"云溪县庆祝第{year - 1984}个教师节座谈会举行",
        "1601",
        workday(year, 9, 9),
        (
            f"""
            9月9日，云溪县庆祝第{year - 1984}个教师节座谈会举行，{30 + year % 6}名教师代表参加。
            座谈会上，从教三十年的乡村教师、青年班主任、特殊教育教师和职业学校“双师型”教师代表先后发言，讲述育人故事，提出意见建议。
            与会人员就减轻教师非教学负担、改善乡村教师周转宿舍、增加音体美教师等问题进行了讨论。县教育局现场答复{4 + year % 3}件，其余事项列入台账限期办理。
            {year}年，全县共有115名教师和教育工作者受到县级表彰，名单已经公示。教师节期间，全县为从教满三十年的{count(year, 42, 3, "thirty years", 6)}名教师颁发了荣誉证书。
            """,
        ),
        lag=0,
        office=GENERAL_OFFICE,
        genre="其他",
        stage="all",
        keywords=("教师节", "座谈会"),
    )


def exam_season(year: int) -> Iterator[DemoItem]:
    yield item(
        f"exam-season-{year}",
        f"{year}年初中学业水平考试平稳结束",
        "1601",
        workday(year, 6, 19),
        (
            f"""
            {year}年初中学业水平考试结束。全县共设考点4个、考场{count(year, 52, 1, "rooms exam", 3)}个，参加考试的考生{count(year, 1490, 12, "sat exam", 30)}人，组织工作安全、平稳、有序。
            考前，县教育考试中心对{count(year, 260, 3, "invigilators", 10)}名监考和考务人员进行了培训，考点全部完成防雷、供电和空调检查。
            考试期间，公安、供电、卫生健康、市场监管等部门联合保障，出租车志愿车队免费接送考生{count(year, 80, 2, "taxi", 20)}人次。一名骨折考生被安排在一楼单独考场，顺利完成考试。
            成绩将于7月初公布，查询方式见“中考与高中招生”栏目。
            """,
        ),
        lag=0,
        office=EXAM_CENTRE,
        genre="其他",
        stage="compulsory",
        keywords=("中考", "考试组织"),
    )


def reception_day(year: int) -> Iterator[DemoItem]:
    cases = 9 + year % 6
    yield item(
        f"reception-day-{year}",
        f"县教育局开展{year}年第四季度“局长接待日”活动",
        "1601",
        workday(year, 10, 15),
        (
            f"""
            10月15日，县教育局开展“局长接待日”活动，局领导班子成员接待来访群众{cases + 5}人，受理事项{cases}件。
            群众反映的问题主要是：转学手续、课后服务时间、校门口交通、教师资格认定和学校周边噪声。能够当场答复的{cases - 3}件当场答复，需要研究的3件明确了承办股室和答复时间。
            一位家长反映孩子转学材料反复提交的问题。经核实，属于数据核验系统未更新不动产信息，工作人员当场联系县自然资源局更新，10分钟后核验通过。
            “局长接待日”每月15日举行，遇休息日顺延，可以拨打{phone(101)}预约。
            """,
        ),
        office=GENERAL_OFFICE,
        genre="其他",
        stage="all",
        keywords=("局长接待日", "群众来访"),
    )


def sports_meeting(year: int) -> Iterator[DemoItem]:
    rows = []
    for n, school in enumerate(sorted(world.JUNIOR, key=lambda s: wobble(year, s.name, 99))[:6]):
        gold, silver = 9 - n, 4 + wobble(year, f"s{school.name}", 4)
        rows.append((school.name, gold, silver, gold + silver))
    yield item(
        f"sports-{year}",
        f"云溪县第{year - 1988}届中小学生田径运动会闭幕",
        "1602",
        workday(year, 10, 24),
        (
            f"""
            为期三天的云溪县第{year - 1988}届中小学生田径运动会在第一中学体育场闭幕，全县{22 + year % 3}支代表队、{count(year, 560, 8, "athletes", 20)}名运动员参加了{38 + year % 2}个项目的比赛。
            """,
            Table(
                "初中组奖牌数（前六名，单位：枚）",
                ("学校", "金牌", "银牌", "金银牌合计"),
                tuple(rows),
            ),
            f"""
            本届运动会有{3 + year % 4}人次打破县纪录。农村寄宿制学校代表队成绩提升明显，松岭乡九年一贯制学校首次进入团体总分前八名。
            运动会设立特殊教育组，特殊教育学校{12 + year % 5}名学生参加了滚球和轮椅竞速项目。
            """,
        ),
        office=HEALTH_OFFICE,
        genre="其他",
        stage="all",
        keywords=("运动会", "学校体育"),
    )


def school_news(year: int) -> Iterator[DemoItem]:
    yield item(
        f"reading-{year}",
        f"实验小学举办第{year - 2008}届校园读书节",
        "1602",
        workday(year, 4, 23),
        (
            f"""
            4月23日世界读书日，实验小学第{year - 2008}届校园读书节开幕。一个月里，学校安排了晨读展示、作家进校园、旧书漂流、亲子共读等{7 + year % 3}项活动。
            开幕式上，三年级学生用方言朗诵了家乡童谣。图书漂流角首日交换图书{count(year, 620, 20, "books swapped", 80)}册。
            学校图书馆周末向学生和家长开放，凭校园卡入馆。学校还向松岭乡九年一贯制学校赠送图书{300 + 20 * (year % 6)}册。
            """,
        ),
        lag=0,
        office=FIRST_PRIMARY,
        issuer=FIRST_PRIMARY,
        genre="其他",
        stage="compulsory",
        keywords=("读书节", "实验小学"),
    )
    yield item(
        f"science-{year}",
        "第一中学学生在全市青少年科技创新大赛中获奖",
        "1602",
        workday(year, 11, 15),
        (
            f"""
            在青岚市第{year - 1990}届青少年科技创新大赛上，云溪县第一中学学生团队的作品“{("水库落水人员红外预警装置", "盲文温度计", "河道垃圾拦截浮筒")[year % 3]}”获得一等奖，另有2件作品获得二等奖。
            作品从发现身边问题开始，学生利用课后服务时间完成设计、制作和测试，历时七个月。指导教师介绍，学校每周安排两节科技社团课，开放创客实验室和气象站。
            近年来，学校与职业中等专业学校共建实训基地，高中学生可以使用数控机床、三维打印等设备完成项目。
            """,
        ),
        office=FIRST_HIGH,
        issuer=FIRST_HIGH,
        genre="其他",
        stage="high",
        keywords=("科技创新", "第一中学"),
    )
    yield item(
        f"labour-{year}",
        "松岭乡九年一贯制学校：把课堂搬进茶园",
        "1602",
        workday(year, 4, 11),
        (
            f"""
            清明前后，松岭乡九年一贯制学校的师生走进学校后山的茶园，采茶、摊青、炒制，这是学校劳动周的固定课程。
            学校利用闲置的{12 + year % 4}亩山地建成劳动实践基地，按年级分区种植茶叶、百合和蔬菜，收获的蔬菜供应学校食堂，茶叶义卖所得全部用于班级活动。
            劳动课程与科学、数学、美术结合：低年级认识植物，中年级测量面积和产量，高年级设计包装和记账。{year}年春季共采摘鲜叶{120 + 6 * (year % 5)}公斤。
            寄宿学生还学习整理内务、简单烹饪。家长说，孩子周末回家主动做饭，“长大了”。
            """,
        ),
        office=BASIC_OFFICE,
        genre="其他",
        stage="compulsory",
        keywords=("劳动教育", "松岭乡"),
    )


def press_conference(year: int) -> Iterator[DemoItem]:
    held = workday(year, 5, 25)
    yield item(
        f"press-{year}",
        f"{year}年义务教育招生入学政策新闻发布会",
        "1603",
        held,
        (
            f"""
            {chinese_date(held)}，县政府新闻办公室举行新闻发布会，县教育局负责人介绍{year}年义务教育招生入学政策，并回答记者提问。
            一、发布内容
            今年全县一年级计划招收{sum(map(world.primary_plan, world.PRIMARY))}人、七年级计划招收{sum(map(world.junior_plan, world.JUNIOR))}人。报名时间为6月下旬，全部在网上办理。公办、民办同步招生，民办学校报名超过计划的实行电脑随机录取。
            二、答记者问
            （一）问：没有房产、租房居住的家庭怎么入学？
            答：租房家庭凭在住房城乡建设部门备案的租赁合同和居住证报名，由县教育局统筹安排。
            （二）问：多孩家庭能不能在同一所学校就读？
            答：可以。第二个及以上子女报名时勾选“多孩同校”，系统自动核验后安排。
            （三）问：随迁子女需要准备哪些材料？
            答：居住证和合法稳定就业证明两项，能够数据共享的不需要提交，不再要求提供原籍学校证明。
            （四）问：怎样防止“条子生”“关系生”？
            答：录取由系统按规则排序，纪检监察机构全程监督，结果公开。监督电话{phone(112)}。
            """,
        ),
        office=GENERAL_OFFICE,
        genre="其他",
        stage="compulsory",
        keywords=("新闻发布会", "招生入学", "答记者问"),
    )


def online_interview(year: int) -> Iterator[DemoItem]:
    topics = (
        (
            "走进课后服务：让孩子在校时间更有意义",
            "基础教育股负责人",
            "课后服务几点结束？",
            "冬季17:50、夏季18:10结束，有需要的可以继续看护到18:30。",
        ),
        (
            "办好家门口的幼儿园",
            "学前与职成教育股负责人",
            "乡镇幼儿园收费会不会涨？",
            "公办园保育教育费由县发展改革局、财政局、教育局核定，调整前必须公开听取意见。",
        ),
        (
            "孩子的午餐我们怎么管",
            "学校安全与后勤股负责人",
            "家长能看到后厨吗？",
            "可以。登录“互联网＋明厨亮灶”平台，选择学校就能看到实时画面。",
        ),
    )
    title, guest, asked, answered = topics[year % 3]
    held = workday(year, 3, 30)
    yield item(
        f"interview-{year}",
        f"在线访谈：{title}",
        "1603",
        held,
        (
            f"""
            时间：{chinese_date(held)}15:00至16:00
            嘉宾：县教育局{guest}
            主持人：网友很关心这个话题，先请嘉宾介绍一下基本情况。
            嘉宾：今年我们把这项工作列入重点任务，学校、家长、社会一起参与，全县义务教育学校和幼儿园全部覆盖。
            网友提问：{asked}
            嘉宾：{answered}
            网友提问：有意见向谁反映？
            嘉宾：可以先向学校反映，学校5个工作日内答复；不满意的，拨打{phone(101)}或者在本网站留言。
            访谈共收到网友提问{22 + year % 9}条，现场回答{10 + year % 4}条，其余由相关股室书面答复。
            """,
        ),
        office=GENERAL_OFFICE,
        genre="其他",
        stage="all",
        keywords=("在线访谈", title.split("：")[0]),
    )


def media(year: int) -> Iterator[DemoItem]:
    stories = (
        (
            "青岚日报",
            "云溪县：一辆学生专线公交跑出的民生温度",
            "每周五下午，山区学生专线准时停在松岭乡九年一贯制学校门口。记者跟车采访，从学校到最远的村有46公里，学生票价2元，差额由县财政补贴。",
        ),
        (
            "青岚晚报",
            "食堂后厨“上屏”，家长手机“点菜”",
            "在云溪县滨河小学，家长打开手机就能看到后厨画面和当天食谱，并可以对菜品打分。学校根据评分调整食谱，浪费明显减少。",
        ),
        (
            "青岚教育",
            "走教教师的一天",
            "每周二、周四，第二中学的音乐教师都要到白鹭镇初级中学上课。走教让农村学校开齐了音乐、美术课，也让城区教师更了解乡村。",
        ),
    )
    paper, headline, text = stories[year % 3]
    published = workday(year, 11, 8)
    yield item(
        f"media-{year}",
        f"【{paper}】{headline}",
        "1604",
        published - timedelta(days=1),
        (
            f"""
            {text}
            报道说，云溪县把群众身边的小事列入年度重点任务，逐项公布进展，接受群众评价。
            （原载{chinese_date(published - timedelta(days=1))}《{paper}》，有删节）
            """,
        ),
        office=GENERAL_OFFICE,
        issuer=paper,
        genre="其他",
        origin="reprint",
        source=paper,
        keywords=("媒体报道", paper),
    )


def research_week(span: Span) -> Iterator[DemoItem]:
    held = workday(span.year(1), 10, 22)
    yield item(
        "research-week",
        "县教师发展中心开展送教下乡活动",
        "1602",
        held,
        (
            f"""
            10月下旬，县教师发展中心组织语文、数学、英语、科学四个学科的{18}名骨干教师，到柳林镇、河湾镇、松岭乡开展送教下乡活动。
            活动采取“同课异构”形式，城区教师与乡镇教师同上一节课，课后共同研讨。三天共上示范课12节，听课教师260余人次。
            县教师发展中心还把示范课录像、教学设计上传到县级资源库，供全县教师免费使用，联系电话{phone(113)}。
            """,
        ),
        office=TEACHER_CENTRE,
        issuer=TEACHER_CENTRE,
        genre="其他",
        stage="compulsory",
        keywords=("送教下乡", "教师发展"),
        files=(DemoFile("送教下乡课程表.xlsx", tables=(LESSONS,)),),
    )


LESSONS = Table(
    "送教下乡课程安排（单位：节）",
    ("学校", "语文", "数学", "英语", "科学"),
    (
        ("云溪县柳林镇中心小学", 1, 1, 1, 1),
        ("云溪县河湾镇中心小学", 1, 1, 1, 1),
        ("云溪县松岭乡九年一贯制学校", 1, 1, 1, 1),
    ),
    total=True,
)


def singles(span: Span) -> Iterator[DemoItem]:
    yield from research_week(span)


YEARLY = (
    (opening_of_term, 6),
    (teachers_day, 6),
    (exam_season, 2),
    (reception_day, 2),
    (sports_meeting, 3),
    (school_news, 2),
    (press_conference, 2),
    (online_interview, 2),
    (media, 2),
)
