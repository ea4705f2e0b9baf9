"""Closed demo cases: each way a request ends, in this year and the two before."""

from requests_app.demo.acts import (
    Act,
    accept_reasons,
    answered,
    approve,
    approve_extension,
    approve_fee,
    ask_correction,
    ask_reasons,
    assign,
    confirm,
    consult,
    correct,
    decide_remedy,
    deliver,
    deliver_fee,
    file_remedy,
    give_reasons,
    lapse_correction,
    lapse_fee,
    opinion,
    override,
    pay_fee,
    propose,
    propose_extension,
    propose_fee,
    reject_reasons,
    reopen,
    serve,
    silence,
    withdraw,
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
from requests_app.outcomes import Outcome, SubOutcome
from requests_app.workflow import ConsultationKind, Opinion, RemedyKind, Ruling, ServiceMethod

ONLINE, IN_PERSON = ServiceMethod.ONLINE, ServiceMethod.IN_PERSON
GOVERNMENT, COURT = "云溪县人民政府", "云溪县人民法院"
PLAN = "本年度义务教育学校招生计划"
BEGUN = ((1, confirm), (2, assign))


def given(what: str) -> Act:
    return propose(Outcome.GRANT, sub=SubOutcome.PROVIDED, given=what)


def public(where: str) -> Act:
    return propose(Outcome.GRANT, sub=SubOutcome.ALREADY_PUBLIC, address=where)


def plain(
    ago: int, asker, title: str, proposal: Act, *, days=16, method=ServiceMethod.POST
) -> DemoRequest:
    """A case without anything special: confirmed, assigned, answered."""
    return DemoRequest(ago, asker, title, f"{title}。", (*BEGUN, *answered(days, proposal, method)))


GIVEN = (
    plain(40, PARENT, PLAN, public("本网站“招生计划”栏目"), days=8, method=ONLINE),
    plain(44, STUDENT, PLAN, public("本网站“招生计划”栏目"), days=9, method=ONLINE),
    plain(52, COMPANY, PLAN, public("本网站“招生计划”栏目"), days=7, method=ONLINE),
    plain(75, INSTITUTE, "学前教育普惠率统计", given("统计表一份，电子文件")),
    plain(98, CHARITY, "留守儿童关爱台账汇总", given("汇总表一份（不含个人信息）")),
    plain(150, LAWYERS, "民办学校收费备案", given("备案表一份，电子文件"), method=ONLINE),
    plain(210, VILLAGE, "村小维修资金", given("资金下达文件一份"), days=18),
    plain(330, TEACHER, "教师培训经费", given("经费安排表一份")),
    plain(395, JOURNALIST, "课后服务覆盖率", public("本网站“统计数据”栏目"), days=6),
    plain(470, GRANDFATHER, "老校区产权证", given("不动产登记材料复印件一份")),
    plain(610, NEIGHBOUR, "操场翻新工程合同", given("合同一份，已遮盖个人信息")),
    plain(700, INSTITUTE, "教育督导报告", given("督导报告一份"), days=14),
    plain(790, RETIRED, "退休教师待遇文件", given("文件目录和复印件")),
    DemoRequest(
        120,
        GRANDFATHER,
        "学校门前道路拓宽的会议纪要",
        "学校门前道路拓宽的会议纪要。",
        (
            (1, assign),
            *answered(34, given("会议纪要摘要一份"), IN_PERSON),  # later than the 20th day
        ),
        "in_person",
    ),
    DemoRequest(
        260,
        JOURNALIST,
        "学校食品安全检查通报",
        "上学期学校食品安全检查的通报。",
        (
            *BEGUN,
            (14, propose_extension(20, "涉及多个部门的材料，需要核对。")),
            (16, approve_extension),
            *answered(44, given("通报一份，电子文件"), ONLINE),
        ),
    ),
    DemoRequest(
        300,
        COMPANY,
        "教学设备采购档案",
        "近三年教学设备采购的档案，复印件。",
        (
            *BEGUN,
            (6, propose_fee(150)),
            (8, approve_fee),
            (10, deliver_fee),
            (15, pay_fee),
            *answered(28, given("复印件一套"), IN_PERSON),
        ),
    ),
    DemoRequest(
        285,
        INSTITUTE,
        "全部学校十年学籍统计",
        "全县各学校近十年按年级的学籍统计。",
        (
            *BEGUN,
            (6, ask_reasons("一次申请涉及全部学校十年的资料，数量明显偏多。")),
            (10, give_reasons("编写县教育志需要，附委托书。")),
            (12, accept_reasons("理由合理，分批提供。", 20)),
            *answered(40, given("分年度统计表一套，电子文件"), ONLINE),
        ),
    ),
    DemoRequest(
        240,
        LAWYERS,
        "校车事故调查报告",
        "校车事故的调查报告。",
        (
            *BEGUN,
            (5, consult(ConsultationKind.THIRD_PARTY, "示例客运公司", "报告涉及贵公司经营信息。")),
            (7, deliver),
            (16, opinion(Opinion.OBJECTS, "报告含有公司的运营成本。")),
            (20, override("不公开将影响公众对校车安全的知情，对公共利益有重大影响。")),
            *answered(26, given("调查报告一份")),
        ),
    ),
)

WITHHELD = (
    DemoRequest(
        180,
        TRAINING,
        "同业机构的处罚决定和账目",
        "某培训机构的处罚决定和账目。",
        (
            *BEGUN,
            (5, consult(ConsultationKind.THIRD_PARTY, "被检查机构", "是否同意公开账目。")),
            (7, deliver),
            (18, opinion(Opinion.OBJECTS, "账目属于商业秘密。")),
            *answered(
                26,
                propose(
                    Outcome.PARTIAL,
                    "处罚决定应当公开，账目属于商业秘密。",
                    given="处罚决定书一份",
                    withheld="机构账目",
                ),
            ),
        ),
    ),
    DemoRequest(
        225,
        JOURNALIST,
        "教师个人考核结果",
        "某校教师个人的年度考核结果。",
        (
            *BEGUN,
            (4, consult(ConsultationKind.THIRD_PARTY, "被考核教师", "是否同意公开考核结果。")),
            (6, deliver),
            (45, silence),
            *answered(
                52,
                propose(
                    Outcome.PARTIAL,
                    "个人结果涉及隐私，汇总情况可以公开。",
                    given="考核等次汇总",
                    withheld="个人考核结果",
                ),
            ),
        ),
    ),
    DemoRequest(
        345,
        NEIGHBOUR,
        "邻居子女的资助记录",
        "某学生的资助发放记录。",
        (
            *BEGUN,
            (4, consult(ConsultationKind.THIRD_PARTY, "学生监护人", "是否同意公开。")),
            (6, deliver),
            (14, opinion(Opinion.OBJECTS, "涉及未成年人隐私。")),
            *answered(
                22,
                propose(
                    Outcome.DENY_THIRD_PARTY,
                    "公开会损害未成年人的隐私。",
                    opinion="监护人书面不同意公开",
                ),
            ),
            (60, file_remedy(RemedyKind.REVIEW, GOVERNMENT)),
            (110, decide_remedy(Ruling.MAINTAINED)),
        ),
    ),
    plain(
        135,
        STUDENT,
        "尚未启用的中考试题",
        propose(Outcome.DENY_STATE_SECRET, "启用前的试题属于国家秘密。"),
    ),
    plain(
        620,
        NEIGHBOUR,
        "校园监控点位图",
        propose(Outcome.DENY_SECURITY, "公开点位会危及校园安全和社会稳定。"),
    ),
    plain(
        410,
        COMPANY,
        "未公开的统计原始资料",
        propose(
            Outcome.DENY_LAW_FORBIDS,
            "统计调查对象的原始资料不得对外提供。",
            law="《中华人民共和国统计法》第九条",
        ),
    ),
    plain(
        530,
        TEACHER,
        "内部人事调整方案",
        propose(Outcome.DENY_INTERNAL, "属于内部管理信息。", which="人事管理"),
    ),
    plain(
        195,
        PERSISTENT,
        "学校布局调整讨论记录",
        propose(Outcome.DENY_PROCESS, "决定尚未作出。", which="讨论记录"),
    ),
    plain(
        640, TRAINING, "执法检查询问笔录", propose(Outcome.DENY_CASE_FILE, "属于行政执法案卷信息。")
    ),
    plain(
        500,
        MOTHER,
        "本人子女学籍变动记录",
        propose(
            Outcome.DENY_ADMIN_QUERY,
            "学籍查询按专门规定办理。",
            channel="《中小学生学籍管理办法》；就读学校教务处",
        ),
    ),
)

UNABLE = (
    DemoRequest(
        290,
        PERSISTENT,
        "一九六〇年代学校账簿",
        "一九六〇年代各校的账簿。",
        (
            *BEGUN,
            *answered(
                15,
                propose(
                    Outcome.UNABLE_NOT_HELD,
                    "经检索没有查到。",
                    SubOutcome.NONEXISTENT,
                    search="查阅档案室目录和财务移交清册，关键词“账簿”，未发现",
                ),
            ),
            (40, file_remedy(RemedyKind.SUIT_DIRECT, COURT)),
        ),
    ),
    plain(
        365,
        NEIGHBOUR,
        "道路施工许可",
        propose(
            Outcome.UNABLE_NOT_HELD,
            "由其他机关负责。",
            SubOutcome.NOT_OURS,
            agency="云溪县住房和城乡建设局",
        ),
    ),
    plain(
        450,
        INSTITUTE,
        "按班级汇总的近视率",
        propose(Outcome.UNABLE_NEEDS_CREATION, "没有按班级汇总的现成信息，需要加工分析。"),
    ),
    DemoRequest(
        165,
        STUDENT,
        "有关材料",
        "请提供有关材料。",
        (
            *BEGUN,
            (4, ask_correction("请写明材料的名称或者内容。")),
            (11, correct("就是上次说的那些材料。")),
            *answered(
                22,
                propose(
                    Outcome.UNABLE_UNCLEAR, "补正后仍不能确定。", unclear="没有写明材料的名称、年份"
                ),
            ),
        ),
    ),
)

REFUSED = (
    plain(
        105,
        NEIGHBOUR,
        "举报食堂承包问题",
        propose(Outcome.REFUSE_PETITION, "内容为举报，请向信访机构提出。"),
    ),
    plain(
        90,
        PERSISTENT,
        "学校布局调整讨论记录",
        propose(
            Outcome.REFUSE_DUPLICATE,
            "已就同一信息作出答复。",
            earlier="见本年度就同一内容作出的答复",
        ),
    ),
    plain(
        425,
        TEACHER,
        "教育年鉴",
        propose(Outcome.REFUSE_PUBLICATION, "属于公开出版物，可以在县图书馆查阅。"),
    ),
    plain(
        560,
        RETIRED,
        "重新出具获奖证明",
        propose(Outcome.REFUSE_RECONFIRM, "要求对已获取的信息重新出具。"),
    ),
    DemoRequest(
        140,
        PERSISTENT,
        "各股室全部来往邮件",
        "各股室三年来的全部来往邮件。",
        (
            *BEGUN,
            (5, ask_reasons("半年内提交同类申请多件，数量、频次明显超过合理范围。")),
            (12, give_reasons("想看看。")),
            (14, reject_reasons("没有说明与自身需要的关系，理由不合理。")),
            *answered(
                22,
                propose(
                    Outcome.REFUSE_ABUSIVE,
                    "没有正当理由大量、反复申请。",
                    facts="半年内多件同类申请，说明的理由不合理",
                ),
            ),
        ),
    ),
)

ENDED_OTHERWISE = (
    DemoRequest(
        85,
        VILLAGE,
        "以前的批复",
        "以前给我们的批复。",
        ((2, assign), (5, ask_correction("请写明批复的年份和事项。")), (25, lapse_correction)),
        "ems",
    ),
    DemoRequest(
        380,
        COMPANY,
        "校服质量检测档案",
        "近五年校服质量检测的全部档案，复印件。",
        (
            *BEGUN,
            (6, propose_fee(200)),
            (8, approve_fee),
            (10, deliver_fee),
            (60, lapse_fee),
        ),
    ),
    DemoRequest(
        70,
        PARENT,
        "插班政策咨询",
        "想了解插班的政策。",
        (*BEGUN, (6, withdraw("申请人电话咨询后提交书面撤回。"))),
    ),
    plain(
        580,
        MOTHER,
        "入学流程咨询",
        propose(Outcome.OTHER_MISC, "内容为咨询，已电话答复。", SubOutcome.CONSULTATION),
    ),
    DemoRequest(
        125,
        LAWYERS,
        "中考加分项目的讨论意见",
        "中考加分项目调整的讨论意见和依据。",
        (
            *BEGUN,
            *answered(17, propose(Outcome.DENY_PROCESS, "属于讨论过程的意见。", which="讨论记录")),
            (45, file_remedy(RemedyKind.REVIEW, GOVERNMENT)),
            (103, decide_remedy(Ruling.ORDERED)),
            (112, reopen),
        ),
    ),
    DemoRequest(
        590,
        JOURNALIST,
        "集团化办学评估报告",
        "集团化办学第三方评估的报告。",
        (
            *BEGUN,
            *answered(
                17, propose(Outcome.DENY_INTERNAL, "属于内部工作流程信息。", which="内部工作流程")
            ),
            (40, file_remedy(RemedyKind.REVIEW, GOVERNMENT)),
            (95, decide_remedy(Ruling.MAINTAINED)),
            (110, file_remedy(RemedyKind.SUIT_AFTER_REVIEW, COURT)),
            (230, decide_remedy(Ruling.MAINTAINED)),
        ),
    ),
    DemoRequest(
        58,
        TRAINING,
        "培训机构白名单",
        "校外培训机构白名单。",
        (
            (0, assign),
            (0, public("本网站“校外培训”栏目")),
            (0, approve),
            (0, serve(IN_PERSON, "演示凭证0002")),
        ),
        "in_person",
    ),
)

CLOSED_CASES = (*GIVEN, *WITHHELD, *UNABLE, *REFUSED, *ENDED_OTHERWISE)
