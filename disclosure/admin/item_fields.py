"""DATA: the fields of an item in the order the desk fills them in."""

TEXT = (None, {"fields": ["title", "category", "body"]})
TEXT_TO_READ = (None, {"fields": ["title", "category", "body_as_read"]})
CHANGE = ("修改说明", {"fields": ["change_note"]})
REST = [
    (
        "文号与日期",
        {
            "fields": [
                ("doc_no", "genre"),
                ("written_on", "formed_on"),
                ("issuer", "co_issuers"),
                "office",
            ]
        },
    ),
    ("摘要与检索", {"fields": ["summary", "keywords", ("stage", "openness")]}),
    (
        "有效性",
        {
            "fields": [
                "validity",
                ("effective_on", "expires_on", "abolished_on"),
                "replaces",
                "interprets",
            ],
            "classes": ["collapse"],
        },
    ),
    (
        "起止日期与阶段",
        {
            "fields": [
                ("period_kind", "begins_on", "ends_on"),
                "take_down_on",
                "matter",
                ("matter_stage", "matter_order"),
                "postpones",
            ],
            "classes": ["collapse"],
            "description": "报名、公示、征求意见填起止日期，首页“正在进行”按此显示剩余天数。",
        },
    ),
    (
        "来源与公开方式",
        {
            "fields": [
                ("origin", "source"),
                "source_url",
                ("mode", "audience"),
                "original_index_no",
            ],
            "classes": ["collapse"],
        },
    ),
]
