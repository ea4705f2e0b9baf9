"""The application form on paper (申请表), to be filled in by hand and sent or brought in."""

from portal.documents import Cell, Document, Paragraph, TableSpec
from portal.models import OfficeSettings
from requests_app.models import ObtainWay, ProvideForm

BOX = "□"
PERSON = ["姓名", "证件类型和号码"]
ORGANISATION = ["单位名称", "统一社会信用代码", "法定代表人", "联系人"]
CONTACT = ["联系电话", "电子邮箱", "通信地址和邮政编码"]
AGENT = ["代理人姓名", "代理人证件号码"]


def choices(options) -> str:
    return "　".join(f"{BOX}{label}" for _, label in options)


def paper_form(site: OfficeSettings) -> Document:
    """Return the form with the fields of art. 29 II; the purpose is not asked."""
    rows = [
        *group("公民", PERSON),
        *group("法人或者其他组织", ORGANISATION, "单位类别", ORGANISATION_KINDS),
        *group("联系方式（至少一项）", CONTACT),
        *group("代理人（没有可不填）", AGENT),
        *group("所需信息（至少一项）", ["信息名称", "发文字号", "其他特征描述\n\n\n"]),
        (Cell("提供形式", scope="row"), Cell(choices(ProvideForm.choices), colspan=2)),
        (Cell("获取方式", scope="row"), Cell(choices(ObtainWay.choices), colspan=2)),
        (Cell("其他", scope="row"), Cell(OTHER, colspan=2)),
        (Cell("申请人签名（盖章）和日期\n\n", scope="row"), Cell("", colspan=2)),
    ]
    return Document(
        title="政府信息公开申请表",
        subtitle=site.bureau_name,
        blocks=(
            TableSpec("申请表", rows, header_rows=0, widths=(1.2, 1.4, 4)),
            *map(Paragraph, NOTES),
        ),
    )


ORGANISATION_KINDS = (
    f"{BOX}商业企业　{BOX}科研机构　{BOX}社会公益组织　{BOX}法律服务机构　{BOX}其他"
)
OTHER = (
    f"{BOX}不能按上述形式和方式提供时，接受其他形式和方式\n"
    f"{BOX}建议主动公开　{BOX}需要协助：________________"
)
NOTES = (
    "一、请附身份证明复印件；由他人代理的，另附授权委托书和双方身份证明。",
    "二、不需要说明用途。一张申请表写一项信息，答复会更快。",
    "三、邮寄的，请在信封上注明“政府信息公开申请”。",
)


def group(title: str, labels: list[str], *choice: str) -> list[tuple]:
    """Return rows under one title, each with room to write, or with boxes to tick."""
    lines = [(label, "") for label in labels] + ([choice] if choice else [])
    head = Cell(title, rowspan=len(lines), scope="rowgroup")
    rows = [(Cell(label, scope="row"), Cell(text)) for label, text in lines]
    return [(head, *rows[0]), *rows[1:]]
