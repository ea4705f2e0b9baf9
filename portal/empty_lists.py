"""DATA: what an empty register says to do next, where “add the first one” is not the answer."""

EMPTY_LISTS = {
    "disclosure.item": "从“新增公开信息”开始写第一条，或者用“导入台账”把原网站的信息一次导入。",
    "disclosure.matter": "分几次公开的事（公告、成绩、公示），先在这里起个名，再在各条信息里选它。",
    "disclosure.nationalrow": "由系统管理员运行 load_catalogue 载入国家标准目录。",
    "disclosure.category": "由系统管理员运行 load_catalogue 载入公开目录。",
    "disclosure.missedword": "公众搜索而没有结果的词会记在这里，看看该公开什么、该叫什么名字。",
    "disclosure.itemtemplate": "把本单位常用的格式做成模板，大家新增信息时直接选用。",
    "disclosure.wrongword": "把常写错的词登记在这里，提交前检查会提醒拟稿人。",
    "disclosure.leader": "登记领导的姓名、职务和排名，提交前检查会核对文稿里的称呼和次序。",
    "disclosure.yearlytask": "把年度政务公开工作要点分解成任务，落到科室和人。",
    "requests_app.informationrequest": "网上提交的申请会自动出现；来信、当面的由公开办经办登记。",
    "requests_app.letter": "打开一件申请，办理补正、延期、答复等，生成的文书会列在这里。",
    "reports.annualreport": "每年一月由公开办经办点“开始编写”，系统从登记簿里统计数字。",
    "reports.inspectionfinding": "网站自查每天夜里进行；没有问题时这里是空的。",
    "portal.notice": "系统发出的通知会列在这里，邮件没有送达的可以重新发送。",
    "portal.ledgerjob": "较大的导入、导出和批量办理会在后台进行，进度和结果列在这里，保存7天。",
    "portal.auditentry": "登录、审核、公开、撤回和查看个人信息都会记在这里。",
    "portal.holidaynotice": "把国务院办公厅公布的节假日安排贴进来，期限才能计算。",
}
