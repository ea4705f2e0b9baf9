"""The words a request is described with: who asks, what for, how to answer."""

from django.db.models import TextChoices


class CaseKind(TextChoices):
    INFORMATION = "information", "政府信息公开申请"
    RECORD_CORRECTION = (
        "record_correction",
        "更正与自身相关信息（条例第四十一条）",
    )  # no term, art. 41


class ApplicantKind(TextChoices):
    """The columns of table 三 of the annual report."""

    NATURAL = "NAT", "自然人"
    BUSINESS = "ORG_BUS", "商业企业"
    RESEARCH = "ORG_RES", "科研机构"
    CHARITY = "ORG_SOC", "社会公益组织"
    LEGAL = "ORG_LAW", "法律服务机构"
    OTHER = "ORG_OTH", "其他"


class IdKind(TextChoices):
    RESIDENT = "resident", "居民身份证"
    PASSPORT = "passport", "护照"
    HOME_RETURN = "home_return", "港澳居民来往内地通行证"
    TAIWAN = "taiwan", "台湾居民来往大陆通行证"
    RESIDENCE = "residence", "港澳台居民居住证"
    FOREIGNER = "foreigner", "外国人永久居留身份证"
    OFFICER = "officer", "军官证等其他有效证件"
    CREDIT_CODE = "credit_code", "统一社会信用代码"


class ProvideForm(TextChoices):
    """In what form (art. 29 II(3), art. 40)."""

    ELECTRONIC = "electronic", "电子文件"
    PAPER = "paper", "纸质"
    DISC = "disc", "光盘等介质"
    INSPECTION = "inspection", "查阅、抄录"


class ObtainWay(TextChoices):
    """By which way (art. 29 II(3))."""

    ONLINE = "online", "网上下载"
    EMAIL = "email", "电子邮件"
    POST = "post", "邮寄"
    PICKUP = "pickup", "当面领取"
    FAX = "fax", "传真"
    INSPECTION = "inspection", "现场查阅"
