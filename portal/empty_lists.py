"""DATA: what each register says while it is empty: that it is, and what to do next."""

EMPTY_LISTS = {
    "auth.group": "还没有角色，由系统管理员运行 sync_roles 建立。",
    "disclosure.category": "还没有栏目，由系统管理员运行 load_catalogue 载入公开目录。",
    "disclosure.genre": "还没有体裁，由系统管理员运行 load_catalogue 载入，也可以自己新增。",
    "disclosure.item": (
        "还没有公开信息。从“新增公开信息”开始写第一条，或者用“导入台账”把原网站的信息一次导入。"
    ),
    "disclosure.itemtemplate": "还没有模板。把本单位常用的格式做成模板，大家新增信息时直接选用。",
    "disclosure.leader": (
        "还没有登记领导。填写姓名、职务和排名，提交前检查会核对文稿里的称呼和次序。"
    ),
    "disclosure.matter": (
        "还没有事项。分几次公开的事（公告、成绩、公示），先在这里起个名，再在各条信息里选它。"
    ),
    "disclosure.missedword": (
        "公众搜索过的词都有结果。没有结果的会记在这里，看看该公开什么、该叫什么名字。"
    ),
    "disclosure.misspelling": "还没有登记。把大家常打错的词和正确写法登记在这里，搜索时会提示。",
    "disclosure.nationalrow": "还没有国家标准目录，由系统管理员运行 load_catalogue 载入。",
    "disclosure.synonymgroup": "还没有登记。把意思相同的词登记为一组，搜其中一个，也会找到其余的。",
    "disclosure.wrongword": "还没有登记。把常写错的词登记在这里，提交前检查会提醒拟稿人。",
    "disclosure.yearlytask": "还没有任务。把年度政务公开工作要点分解成任务，落到科室和人。",
    "portal.auditentry": "还没有记录。登录、审核、公开、撤回和查看个人信息都会自动记在这里。",
    "portal.grouprobot": (
        "还没有群机器人。在工作群里添加机器人，把它的地址登记在这里，提醒会发到群里。"
    ),
    "portal.holidaynotice": "还没有节假日安排。把国务院办公厅公布的安排贴进来，期限才能计算。",
    "portal.ledgerjob": (
        "没有任务。较大的导入、导出和批量办理会在后台进行，进度和结果列在这里，保存7天。"
    ),
    "portal.notice": "还没有通知。系统发出的通知会列在这里，邮件没有送达的可以重新发送。",
    "portal.office": (
        "还没有机构。先登记本单位，再登记各科室和下属单位，人员和栏目才能归到它们名下。"
    ),
    "portal.reminderrule": "还没有提醒规则，打开本页时自动建立；没有出现的，请系统管理员查看日志。",
    "portal.user": "还没有人员，由安全管理员新增。",
    "reports.annualreport": (
        "还没有年度报告。每年一月由公开办经办点“开始编写”，系统从登记簿里统计数字。"
    ),
    "reports.assessmentweight": "没有改过权重，按默认的计算；需要改的，在这里新增。",
    "reports.channelfigure": (
        "还没有渠道数据。按月登记网站、新媒体、公报等的发布数，也可以用“导入台账”一次导入。"
    ),
    "reports.inspectionfinding": (
        "没有自查问题。网站自查每天夜里自动进行，查出的问题列在这里，由责任单位整改或者说明。"
    ),
    "reports.inspectionrule": "还没有自查标准，由系统管理员运行 migrate 建立。",
    "reports.inspectionterm": (
        "还没有登记。把不得出现的词登记在这里，每天夜里的自查会找出哪些网页有。"
    ),
    "reports.rowhelp": "还没有填表说明，需要的在这里新增。",
    "requests_app.channel": "还没有申请渠道，由系统管理员登记网上、信函、当面等。",
    "requests_app.correctionreason": "还没有补正理由。把常用的理由登记在这里，办理补正时直接选用。",
    "requests_app.feetariff": "还没有收费标准，由系统管理员按省级规定登记。",
    "requests_app.informationrequest": (
        "还没有公开申请。网上提交的会自动出现；来信、当面的由公开办经办登记。"
    ),
    "requests_app.letter": (
        "还没有文书。打开一件申请，办理补正、延期、答复等，生成的文书会列在这里。"
    ),
}
