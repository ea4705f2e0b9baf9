"""The closed lists an item's fields choose from."""

from django.db import models


class Validity(models.TextChoices):
    VALID = "valid", "有效"
    AMENDED = "amended", "已修改"
    EXPIRED = "expired", "失效"
    REPEALED = "repealed", "废止"
    NOT_APPLICABLE = "na", "不适用"


class Stage(models.TextChoices):
    PRESCHOOL = "preschool", "学前教育"
    COMPULSORY = "compulsory", "义务教育"
    HIGH = "high", "普通高中教育"
    VOCATIONAL = "vocational", "职业教育"
    SPECIAL = "special", "特殊教育"
    ALL = "all", "各学段"


class Openness(models.TextChoices):
    """五公开 (国办发〔2016〕80号)."""

    DECISION = "decision", "决策公开"
    EXECUTION = "execution", "执行公开"
    MANAGEMENT = "management", "管理公开"
    SERVICE = "service", "服务公开"
    RESULT = "result", "结果公开"


class Origin(models.TextChoices):
    ORIGINAL = "original", "原创"
    REPRINT = "reprint", "转载"


class PeriodKind(models.TextChoices):
    REGISTRATION = "registration", "报名"
    PUBLICITY = "publicity", "公示"
    COMMENT = "comment", "征求意见"
