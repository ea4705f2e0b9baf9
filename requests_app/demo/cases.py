"""Open demo cases: one in every state, those that are late, and those that ask for the same."""

from requests_app.demo.acts import (
    approve,
    approve_extension,
    approve_fee,
    ask_correction,
    ask_reasons,
    assign,
    confirm,
    consult,
    correct,
    deliver,
    deliver_fee,
    give_reasons,
    note,
    opinion,
    propose,
    propose_extension,
    propose_fee,
    send_back,
)
from requests_app.demo.people import (
    CHARITY,
    COMPANY,
    GRANDFATHER,
    INSTITUTE,
    JOURNALIST,
    LAWYERS,
    MOTHER,
    NEIGHBOUR,
    PARENT,
    PERSISTENT,
    RETIRED,
    STUDENT,
    TEACHER,
    TRAINING,
    VILLAGE,
)
from requests_app.demo.spec import DemoRequest
from requests_app.models.choices import CaseKind
from requests_app.outcomes import Outcome, SubOutcome
from requests_app.workflow import ConsultationKind, Opinion

GRANT, PROVIDED = Outcome.GRANT, SubOutcome.PROVIDED
NEIGHBOURHOODS = "城区小学学区划分的依据和调整情况"
SCHOOL_BUS = "农村学生上下学交通补助的发放标准和发放名单（去除个人信息）"

WAITING = (
    DemoRequest(
        1,
        MOTHER,
        "课后服务收费标准和减免办法",
        "本学期城区小学课后服务的收费标准、减免对象和办理办法。",
    ),
    DemoRequest(
        6,
        JOURNALIST,
        "近三年教育信访办结情况",
        "近三年本局收到的信访件数和按期办结率。",
        channel="ordinary_mail",
    ),
    DemoRequest(
        2,
        NEIGHBOUR,
        "第三小学扩建工程工期",
        "第三小学扩建工程的施工许可和工期安排。",
        channel="in_person",
    ),
    DemoRequest(4, PARENT, NEIGHBOURHOODS, NEIGHBOURHOODS, ((1, confirm),)),
    DemoRequest(
        9,
        MOTHER,
        NEIGHBOURHOODS,
        NEIGHBOURHOODS,
        ((1, confirm), (2, assign), (5, note("已请基础教育股整理近三年的学区调整文件。"))),
    ),
    DemoRequest(12, RETIRED, NEIGHBOURHOODS, NEIGHBOURHOODS, ((1, assign),), "ems"),
    DemoRequest(
        8,
        TEACHER,
        "更正本人职称评审登记信息",
        "申请更正职称评审登记表中的参加工作年月，附证明材料。",
        ((1, assign),),
        "in_person",
        kind=CaseKind.RECORD_CORRECTION,
    ),
)

ASKED = (
    DemoRequest(
        11,
        STUDENT,
        "学校的有关规定",
        "请公开学校的有关规定。",
        ((1, confirm), (2, assign), (4, ask_correction("请写明是哪所学校、哪一方面的规定。"))),
    ),
    DemoRequest(
        30,
        VILLAGE,
        "村小撤并材料",
        "我村小学撤并的材料。",
        ((2, assign), (5, ask_correction("请写明撤并的年份和需要的文件名称。"))),
        "ems",
    ),
    DemoRequest(
        24,
        CHARITY,
        "困难学生资助情况",
        "困难学生资助情况。",
        (
            (1, confirm),
            (2, assign),
            (4, ask_correction("请写明学年和资助项目。")),
            (12, correct("上一学年义务教育阶段家庭经济困难学生生活补助的人数和金额。")),
        ),
    ),
    DemoRequest(
        16,
        JOURNALIST,
        "校外培训机构检查记录",
        "本年度对校外培训机构的检查记录和处理结果。",
        (
            (1, confirm),
            (2, assign),
            (
                5,
                consult(
                    ConsultationKind.THIRD_PARTY,
                    "云溪示例培训有限公司",
                    "检查记录中涉及贵公司的经营信息，是否同意公开，请说明理由。",
                ),
            ),
            (7, deliver),
        ),
    ),
    DemoRequest(
        14,
        INSTITUTE,
        "县域教育资源布局规划",
        "县教育局与县自然资源局联合制定的教育设施布局规划。",
        (
            (1, confirm),
            (3, assign),
            (6, consult(ConsultationKind.CO_PRODUCER, "云溪县自然资源局", "是否同意公开该规划。")),
        ),
    ),
    DemoRequest(
        20,
        LAWYERS,
        "校园周边施工噪声处理",
        "第二中学周边施工噪声的处理经过和有关部门的意见。",
        (
            (1, confirm),
            (2, assign),
            (4, consult(ConsultationKind.OTHER_AGENCY, "云溪县住房和城乡建设局", "请提供意见。")),
            (6, deliver),
            (
                7,
                consult(
                    ConsultationKind.REVIEW_REFERRAL, "云溪县保密行政管理部门", "请确定能否公开。"
                ),
            ),
            (8, deliver),
        ),
    ),
    DemoRequest(
        13,
        PERSISTENT,
        "各校历年会议纪要",
        "全县各中小学十年来的全部会议纪要。",
        (
            (1, confirm),
            (2, assign),
            (6, ask_reasons("申请人今年以来就同类信息提交多件申请，涉及全县全部学校。")),
        ),
    ),
    DemoRequest(
        15,
        PERSISTENT,
        "各校历年采购合同",
        "全县各中小学十年来的全部采购合同。",
        (
            (1, confirm),
            (2, assign),
            (5, ask_reasons("申请人今年以来就同类信息提交多件申请，数量明显偏多。")),
            (9, give_reasons("研究学校采购制度的变化，需要较长时段的资料。")),
        ),
    ),
)

MONEY_AND_TIME = (
    DemoRequest(
        17,
        COMPANY,
        "学生装采购档案",
        "近五年学生装采购的全部档案，复印件。",
        ((1, confirm), (2, assign), (8, propose_fee(180))),
    ),
    DemoRequest(
        21,
        INSTITUTE,
        "教育经费决算明细",
        "近十年教育经费决算明细，复印件。",
        ((1, confirm), (2, assign), (7, propose_fee(260)), (9, approve_fee)),
    ),
    DemoRequest(
        23,
        LAWYERS,
        "中考阅卷管理文件",
        "近五年中考阅卷管理的全部文件，复印件。",
        ((1, confirm), (2, assign), (6, propose_fee(120)), (8, approve_fee), (11, deliver_fee)),
    ),
    DemoRequest(
        19,
        PARENT,
        "食堂大宗食材招标",
        "本学年学校食堂大宗食材的招标文件和中标结果。",
        (
            (1, confirm),
            (2, assign),
            (12, propose_extension(15, "材料由多所学校保存，需要逐一调取和审查。")),
        ),
    ),
    DemoRequest(
        9,
        STUDENT,
        "学校体育场馆开放",
        "全县学校体育场馆向社会开放的名单、时间和经费。",
        (
            (1, confirm),
            (2, assign),
            (4, propose_extension(20, "涉及三十余所学校，需要逐一核实。")),
            (6, approve_extension),
        ),
    ),
    DemoRequest(
        28,
        GRANDFATHER,
        "老年大学教学点用房",
        "老年大学教学点使用闲置校舍的审批材料。",
        ((2, assign),),
        "ems",
        is_due_today=True,
    ),
    DemoRequest(
        46,
        NEIGHBOUR,
        SCHOOL_BUS,
        SCHOOL_BUS,
        ((2, assign), (20, note("正在向资助中心调取名单。"))),
        "ems",
    ),
    DemoRequest(
        64,
        VILLAGE,
        "村完全小学危房鉴定报告",
        "村完全小学教学楼的危房鉴定报告。",
        ((3, assign),),
        "in_person",
    ),
)

NEARLY_ANSWERED = (
    DemoRequest(
        18,
        JOURNALIST,
        "校园餐满意度调查",
        "上学期校园餐满意度调查的结果。",
        (
            (1, confirm),
            (2, assign),
            (9, propose(GRANT, sub=PROVIDED, given="调查结果一份，电子文件")),
            (11, send_back("请核对样本量，并补写获取方式。")),
            (14, propose(GRANT, sub=PROVIDED, given="调查结果一份（含样本说明），电子文件")),
        ),
    ),
    DemoRequest(
        25,
        TRAINING,
        "培训机构年检标准",
        "校外培训机构年检的评分标准和各机构得分。",
        (
            (2, assign),
            (
                14,
                propose(
                    Outcome.PARTIAL,
                    "各机构的得分明细含有尚未核实的内容，区分处理。",
                    given="评分标准一份",
                    withheld="各机构得分的过程性记录",
                ),
            ),
        ),
        "ems",
    ),
    DemoRequest(
        26,
        TEACHER,
        "教师交流轮岗名额",
        "本学年教师交流轮岗的名额分配办法。",
        (
            (1, confirm),
            (2, assign),
            (16, propose(GRANT, sub=PROVIDED, given="名额分配办法一份，纸质")),
            (18, approve),
        ),
    ),
    DemoRequest(
        27,
        LAWYERS,
        "校园欺凌处置统计",
        "本年度校园欺凌事件的处置统计和处置程序文件。",
        (
            (1, confirm),
            (2, assign),
            (
                5,
                consult(
                    ConsultationKind.CO_PRODUCER,
                    "云溪县公安局",
                    "统计表由两家共同制作，是否同意公开。",
                ),
            ),
            (6, deliver),
            (15, opinion(Opinion.AGREES)),
            (19, propose(GRANT, sub=PROVIDED, given="统计表和程序文件各一份")),
        ),
    ),
)

OPEN_CASES = (*WAITING, *ASKED, *MONEY_AND_TIME, *NEARLY_ANSWERED)
