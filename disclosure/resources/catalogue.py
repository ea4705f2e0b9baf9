"""The catalogue as a table. It comes in by `manage.py load_catalogue`."""

from import_export.fields import Field

from disclosure.models import Category, CategoryStatus, DisclosureMode, Family, Risk
from disclosure.models.catalogue import Cadence
from portal.ledger_files import LedgerResource
from portal.ledger_files.cells import ChoiceWidget


class CategoryResource(LedgerResource):
    code = Field("code", "栏目代码")
    parent = Field("parent__code", "上级栏目代码")
    name = Field("name", "栏目名称")
    is_leaf = Field("is_leaf", "末级栏目")
    family = Field("family", "首页分类", ChoiceWidget(Family))
    national_rows = Field("national_rows", "对应国家标准目录")
    article20 = Field("article20_text", "公开依据")
    limit_workdays = Field("limit_workdays", "公开时限（工作日）")
    cadence = Field("cadence", "更新频率", ChoiceWidget(Cadence))
    channels = Field("channels", "公开渠道和载体")
    audience = Field("audience", "公开对象")
    mode = Field("mode", "公开方式", ChoiceWidget(DisclosureMode))
    office = Field("office__full_name", "责任机构")
    person = Field("person", "责任人")
    status = Field("status", "栏目状态", ChoiceWidget(CategoryStatus))
    status_reason = Field("status_reason", "不适用的理由")
    personal_data_risk = Field("personal_data_risk", "个人信息风险", ChoiceWidget(Risk))
    published_count = Field("published_count", "已公开条数")
    description = Field("description", "栏目说明")

    class Meta:
        model = Category
        fields = [  # in the order of the columns
            *("code", "parent", "name", "is_leaf", "family", "national_rows", "article20"),
            *("limit_workdays", "cadence", "channels", "audience", "mode", "office", "person"),
            *("status", "status_reason", "personal_data_risk", "published_count"),
            "description",
        ]
        name = "公开目录"

    def filter_export(self, queryset, **kwargs):
        return queryset.select_related("parent", "office").prefetch_related("national_rows")

    def dehydrate_is_leaf(self, category):
        return "是" if category.is_leaf else "否"

    def dehydrate_national_rows(self, category):
        return "；".join(str(row) for row in category.national_rows.all())

    def dehydrate_channels(self, category):
        return "；".join(category.channels)

    def dehydrate_limit_workdays(self, category):
        return category.limit_workdays or ""
