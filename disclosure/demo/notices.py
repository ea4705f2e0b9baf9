"""公告公示 (15): what the bureau, the examination centre and schools tell everybody."""

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
from disclosure.demo.world import (
    AID_CENTRE,
    BASIC_OFFICE,
    EXAM_CENTRE,
    FIRST_HIGH,
    FIRST_PRIMARY,
    GENERAL_OFFICE,
    HEALTH_OFFICE,
    TEACHER_CENTRE,
    phone,
    wobble,
)


def mandarin_test(year: int) -> Iterator[DemoItem]:
    opens = workday(year, 4, 1)
    yield item(
        f"mandarin-{year}",
        f"云溪县{year}年上半年普通话水平测试报名公告",
        "1501",
        workday(year, 3, 25),
        (
            f"""
            {year}年上半年普通话水平测试定于5月举行，现将报名事项公告如下。
            一、报名时间：{chinese_date(opens)}9:00至{day_of_month(opens + timedelta(days=4))}17:00，名额{600 + 20 * (year % 5)}个，报满为止。
            二、报名方式：登录省普通话水平测试在线报名系统，选择“云溪县测试站”。
            三、测试费：在校学生25元，其他人员50元，网上缴费。
            四、测试地点：县教师发展中心三楼语音室（文昌街113号）。考生按准考证规定时间到场，携带身份证。
            五、成绩与证书：测试结束30个工作日后在国家政务服务平台查询成绩，证书可以邮寄或者自取，同时提供电子证书。
            六、视力障碍、听力障碍人员参加测试的，提前与测试站联系，提供合理便利。
            咨询电话：{phone(111)}。
            """,
        ),
        office=EXAM_CENTRE,
        issuer=EXAM_CENTRE,
        genre="公告",
        openness="service",
        period_kind="registration",
        begins_on=opens,
        ends_on=opens + timedelta(days=4),
        keywords=("普通话水平测试", "报名"),
    )


def adult_exams(year: int) -> Iterator[DemoItem]:
    opens = workday(year, 9, 1)
    yield item(
        f"adult-exams-{year}",
        f"{year}年云溪县成人高等学校招生考试网上报名和现场确认公告",
        "1501",
        workday(year, 8, 26),
        (
            f"""
            {year}年成人高等学校招生全国统一考试报名即将开始，现将有关事项公告如下。
            一、报名条件：遵守法律，具有国家承认的高中毕业以上学历或者同等学力；报考专升本的须已取得专科毕业证书。
            二、网上报名：{chinese_date(opens)}至{day_of_month(opens + timedelta(days=9))}，登录省教育考试院网站填报信息、上传照片和证件。
            三、资格审核：实行网上审核，审核不通过的按照提示补充材料；需要现场确认的，到县教育考试中心办理。
            四、考试时间：10月中旬，具体时间以准考证为准。
            五、照顾政策：25周岁以上考生、山区县少数民族考生、退役军人等按照规定加分，申请时上传证明材料。
            六、考生应当自行承担考前准备责任。任何机构承诺“包过”“免考”的，均为诈骗。
            咨询电话：{phone(111)}。
            """,
        ),
        office=EXAM_CENTRE,
        issuer=EXAM_CENTRE,
        genre="公告",
        openness="service",
        period_kind="registration",
        begins_on=opens,
        ends_on=opens + timedelta(days=9),
        keywords=("成人高考", "网上报名"),
    )


def student_loans(year: int) -> Iterator[DemoItem]:
    opens = workday(year, 7, 20)
    yield item(
        f"student-loans-{year}",
        f"{year}年生源地信用助学贷款办理公告",
        "1501",
        workday(year, 7, 13),
        (
            f"""
            {year}年生源地信用助学贷款受理工作即将开始，现公告如下。
            一、办理对象：本县户籍、家庭经济困难的全日制普通高校新生和在校生（含预科生、研究生）。
            二、办理时间：{chinese_date(opens)}至{day_of_month(opens + timedelta(days=42))}，周末不休息。
            三、办理地点：县学生资助管理中心一楼大厅；石桥、柳林中心学校设代办点，每周三受理。
            四、所需材料：借款学生和共同借款人身份证、户口簿，录取通知书或者学生证。已通过预申请的不需要提交困难证明。
            五、额度与利息：贷款用于学费、住宿费和生活费，在校期间利息由财政承担，毕业后自付，还款期限按照国家规定执行。
            六、续贷学生可以网上办理，实行“免见面”签约。
            咨询电话：{phone(115)}。
            """,
        ),
        office=AID_CENTRE,
        issuer=AID_CENTRE,
        genre="公告",
        stage="all",
        openness="service",
        period_kind="registration",
        begins_on=opens,
        ends_on=opens + timedelta(days=42),
        keywords=("助学贷款", "生源地", "大学新生"),
    )


def open_day(year: int) -> Iterator[DemoItem]:
    held = workday(year, 5, 14)
    yield item(
        f"open-day-{year}",
        f"{FIRST_HIGH}{year}年校园开放日公告",
        "1501",
        workday(year, 5, 6),
        (
            f"""
            为了让初三学生和家长了解学校，云溪县第一中学定于{chinese_date(held)}举办校园开放日活动，欢迎参加。
            """,
            Table(
                "活动安排",
                ("时间", "内容", "地点"),
                (
                    ("8:30—9:00", "签到入校", "东门"),
                    ("9:00—9:50", "课堂观摩（语文、物理、生物学）", "求真楼"),
                    ("10:00—10:40", "招生政策和选科指导说明会", "报告厅"),
                    ("10:40—11:30", "参观实验室、图书馆、学生公寓、食堂", "校内"),
                ),
            ),
            f"""
            一、预约方式：5月13日17:00前拨打{phone(231)}预约，名额400人，每名学生可以由一名家长陪同。
            二、请自觉遵守秩序，不进入考试和上课的教室，车辆停放在校外停车场。
            三、学校不收取任何费用，不委托任何机构组织培训和招生。
            """,
        ),
        office=FIRST_HIGH,
        issuer=FIRST_HIGH,
        genre="公告",
        stage="high",
        openness="service",
        keywords=("校园开放日", "第一中学"),
    )


def uniforms(year: int) -> Iterator[DemoItem]:
    starts = workday(year, 3, 12)
    yield item(
        f"uniforms-{year}",
        f"{FIRST_PRIMARY}{year}年校服选用结果公示",
        "1502",
        starts,
        (
            """
            按照中小学生校服管理规定，学校成立由家长代表、学生代表、教师代表组成的校服选用委员会（家长代表占三分之二以上），经公开征集、样品评审、家长投票，现将结果公示如下。
            """,
            Table(
                "选用结果",
                ("品种", "材质", "单价（元）", "家长同意率"),
                (
                    (
                        "夏装（两件套）",
                        "棉60%、聚酯纤维40%",
                        88 + year % 4,
                        f"{90 + wobble(year, 'summer', 7)}%",
                    ),
                    (
                        "秋装（两件套）",
                        "棉65%、聚酯纤维35%",
                        136 + year % 4,
                        f"{89 + wobble(year, 'autumn', 7)}%",
                    ),
                    (
                        "冬装（上衣）",
                        "聚酯纤维，可拆卸内胆",
                        168 + year % 4,
                        f"{88 + wobble(year, 'winter', 7)}%",
                    ),
                ),
            ),
            f"""
            一、学生和家长自愿购买，允许按照所选式样自行选购、制作。家庭经济困难学生由供应企业免费提供一套。
            二、校服实行“双送检”，检验合格后方可发放，检验报告在学校公示栏公布。
            三、公示时间：{chinese_date(starts)}至{day_of_month(weekdays_from(starts, 5))}，意见请反馈至学校总务处，电话{phone(201)}。
            """,
        ),
        lag=0,
        office=FIRST_PRIMARY,
        issuer=FIRST_PRIMARY,
        genre="公告",
        stage="compulsory",
        openness="result",
        period_kind="publicity",
        begins_on=starts,
        ends_on=weekdays_from(starts, 5),
        keywords=("校服", "实验小学", "公示"),
    )


def research_projects(year: int) -> Iterator[DemoItem]:
    rows = (
        ("小学整本书阅读教学策略研究", "云溪县实验小学", "一等奖"),
        ("农村初中物理低成本实验开发", "云溪县石桥镇初级中学", "一等奖"),
        ("寄宿制学校劳动课程建设", "云溪县松岭乡九年一贯制学校", "二等奖"),
        ("高中地理野外实践课程开发", "云溪县第一中学", "二等奖"),
        ("幼儿园自主游戏观察与支持", "云溪县机关幼儿园", "二等奖"),
        ("特殊教育学校送教上门课程设计", "云溪县特殊教育学校", "三等奖"),
    )
    shift = year % len(rows)
    starts = workday(year, 11, 20)
    yield item(
        f"research-{year}",
        f"云溪县{year}年基础教育教学成果拟获奖名单公示",
        "1502",
        starts,
        (
            f"""
            {year}年基础教育教学成果评选共收到申报成果{34 + year % 9}项，经初评、答辩、复核，拟评出获奖成果{len(rows)}项。现予公示。
            """,
            Table(
                "拟获奖成果",
                ("成果名称", "完成单位", "等次"),
                tuple(
                    (rows[(n + shift) % 6][0], rows[(n + shift) % 6][1], rows[n][2])
                    for n in range(6)
                ),
            ),
            f"""
            公示期：{chinese_date(starts)}至{day_of_month(weekdays_from(starts, 5))}。对成果的真实性、原创性有异议的，以实名书面形式反映，电话{phone(113)}。
            """,
        ),
        lag=0,
        office=TEACHER_CENTRE,
        issuer=TEACHER_CENTRE,
        genre="公告",
        stage="all",
        openness="result",
        period_kind="publicity",
        begins_on=starts,
        ends_on=weekdays_from(starts, 5),
        keywords=("教学成果", "公示"),
    )


def window_hours(span: Span) -> Iterator[DemoItem]:
    for n, (back, month, day, title, text) in enumerate(WINDOW):
        written = workday(span.year(back), month, day)
        yield item(
            f"window-{n}",
            title.format(year=written.year),
            "1501",
            written,
            (text, f"给群众带来不便，敬请谅解。联系电话：{phone(110)}。"),
            lag=0,
            office=GENERAL_OFFICE,
            genre="通告",
            openness="service",
            keywords=("政务服务大厅", "教育窗口"),
        )


WINDOW = (
    (
        1,
        3,
        30,
        "关于调整政务服务大厅教育窗口办公时间的通告",
        """
        为了方便家长利用午间办事，自4月1日起，县政务服务大厅教育窗口实行“午间不断档”服务，现通告如下。
        一、工作日12:00至14:30安排人员值班，受理转学、学历证明、教师资格认定等事项。
        二、每周六上午9:00至12:00开放预约服务，请提前一天电话预约。
        三、年老体弱、行动不便的群众可以预约上门服务。
        """,
    ),
    (
        1,
        5,
        27,
        "关于{year}年中考期间考点周边交通和噪声管理的通告",
        """
        初中学业水平考试即将举行，为了给考生创造良好的考试环境，经县公安局、县生态环境局、县城市管理局同意，现通告如下。
        一、考试期间，第二中学、第三中学、石桥镇初级中学考点周边道路禁止机动车鸣笛，8:00至12:00、14:00至17:00实行临时交通管制。
        二、考点周边500米范围内的建筑工地停止夜间施工，商业场所不得使用高音喇叭。
        三、设置“爱心助考”服务点，为忘带证件、突发疾病的考生提供帮助。
        """,
    ),
    (
        2,
        11,
        27,
        "关于教育局办公电话变更的通告",
        """
        因通信线路升级，县教育局各股室办公电话自12月1日起变更，新号码见“内设机构”栏目。原号码保留语音提示三个月。
        一、县政务服务大厅教育窗口电话不变。
        二、学校和幼儿园的电话不变，名录见“义务教育学校名录”栏目。
        """,
    ),
    (
        1,
        9,
        29,
        "关于开展学校体育场地向社会开放的通告",
        """
        为了满足群众健身需要，自国庆假期起，全县第二批学校体育场地向社会开放，现通告如下。
        一、开放学校：第二中学、第三中学、滨河小学、石桥镇中心小学，开放室外田径场、篮球场。
        二、开放时间：双休日、法定节假日6:00至20:00，寒暑假另行安排，教学活动时间不开放。
        三、入校须实名登记，未成年人由监护人陪同；不得携带宠物、吸烟、从事商业活动。
        四、场地开放免费。请爱护设施，量力运动，注意安全。
        """,
    ),
)


def eyesight(span: Span) -> Iterator[DemoItem]:
    written = workday(span.year(1), 6, 4)
    yield item(
        "eyesight",
        "致全县中小学生家长：暑期儿童青少年近视防控提示",
        "1501",
        written,
        (
            """
            各位家长：
            暑假将至，孩子使用电子产品的时间容易增加。为了保护孩子视力，提示如下。
            1. 每天户外活动不少于2小时，“目”浴阳光是预防近视最经济有效的办法。
            2. 非学习目的使用电子产品单次不超过15分钟，每天累计不超过1小时。
            3. 读写做到“一尺一拳一寸”，每30分钟远眺10分钟。
            4. 保证睡眠：小学生10小时，初中生9小时，高中生8小时。
            5. 发现视物模糊及时到医疗机构检查，不要轻信“近视治愈”宣传。
            学校每年组织两次视力监测，结果由班主任单独告知家长。
            """,
        ),
        office=HEALTH_OFFICE,
        genre="其他",
        stage="all",
        openness="service",
        keywords=("近视防控", "暑假", "家长"),
    )


def exam_names(span: Span) -> Iterator[DemoItem]:
    written = workday(span.year(2), 10, 30)
    yield item(
        "exam-names",
        "关于做好普通高中学业水平考试考生姓名生僻字信息采集工作的通知",
        "1501",
        written,
        (
            f"""
            各普通高中：
            为了避免因姓名用字影响考生报名、打印准考证和领取证书，现就考生姓名信息采集工作通知如下。
            一、姓名以居民身份证为准。系统字库没有的字，填写《生僻字登记表》，由县教育考试中心统一申报造字或者映射。
            二、常见问题：将“㛃”写作“洁”，将“𠮷”写作“吉”，将间隔号“·”写作“.”或者空格。少数民族姓名应当完整登记，如登记示例“阿卜杜·热合曼”，不得截断。
            三、报名确认时由考生本人签字核对，学校留存备查。
            四、采集的信息只用于考试管理，考试结束后按照规定销毁纸质材料。
            联系电话：{phone(111)}。
            """,
        ),
        doc_no=numbered("云考", written.year, 15),
        office=EXAM_CENTRE,
        issuer=EXAM_CENTRE,
        stage="high",
        openness="management",
        keywords=("生僻字", "考生信息", "学业水平考试"),
        files=(
            DemoFile(
                "生僻字登记表.docx",
                text="生僻字登记表\n一、学校、班级、考籍号。\n二、姓名（正楷手写）：示例“㛃”“𠮷”。\n三、部首、笔画、读音、统一码编号。\n四、考生签字、日期。",
            ),
        ),
    )


def model_schools(span: Span) -> Iterator[DemoItem]:
    starts = workday(span.year(1), 12, 1)
    rows = tuple((school.name, school.kind, school.town) for school in world.COMPULSORY[::4])
    yield item(
        "managed-schools",
        f"{starts.year}年义务教育管理标准化示范校拟命名名单公示",
        "1502",
        starts,
        (
            f"""
            经学校申报、实地评估、集中评议，拟命名{len(rows)}所学校为县级义务教育管理标准化示范校，现予公示。
            """,
            Table("拟命名学校", ("学校", "类别", "所在乡镇"), rows),
            f"""
            评估内容包括平等对待每位学生、促进学生全面发展、引领教师专业进步、提升教育教学水平、营造和谐美丽环境、建设现代学校制度六个方面，共88条标准。
            公示时间：{chinese_date(starts)}至{day_of_month(weekdays_from(starts, 5))}。联系电话：{phone(104)}。
            """,
        ),
        lag=0,
        office=BASIC_OFFICE,
        genre="公告",
        stage="compulsory",
        openness="result",
        period_kind="publicity",
        begins_on=starts,
        ends_on=weekdays_from(starts, 5),
        keywords=("示范校", "公示"),
    )


def singles(span: Span) -> Iterator[DemoItem]:
    yield from window_hours(span)
    yield from eyesight(span)
    yield from exam_names(span)
    yield from model_schools(span)


YEARLY = (
    (mandarin_test, 2),
    (adult_exams, 2),
    (student_loans, 3),
    (open_day, 2),
    (uniforms, 2),
    (research_projects, 2),
)
