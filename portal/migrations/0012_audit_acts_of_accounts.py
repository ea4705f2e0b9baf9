from django.db import migrations, models

from portal.migrating import ReplaceCheck


class Migration(migrations.Migration):
    """The acts of log-ins and accounts; the trail, which is long, is written to meanwhile."""

    atomic = False
    dependencies = [("portal", "0011_kept_form_autosave")]
    operations = [
        migrations.AlterField(
            model_name="auditentry",
            name="act",
            field=models.CharField(
                choices=[
                    ("submission", "送审"),
                    ("emergency", "紧急公开送审"),
                    ("review", "审核通过"),
                    ("return", "退回"),
                    ("release", "签发"),
                    ("schedule", "定时公开或下架"),
                    ("publication", "公开"),
                    ("revision", "公开后修改"),
                    ("withdrawal", "撤回"),
                    ("withholding", "不予公开"),
                    ("reopening", "重新启用"),
                    ("waiver", "个人信息提示放行"),
                    ("receipt", "申请登记或确认收到"),
                    ("correction", "补正"),
                    ("consultation", "征求意见"),
                    ("extension", "延期"),
                    ("fee", "信息处理费"),
                    ("decision", "拟定、批准或退回答复"),
                    ("service", "送达"),
                    ("closing", "办结"),
                    ("remedy", "复议诉讼"),
                    ("purge", "到期清除个人信息"),
                    ("unmasking", "查看未遮盖的个人信息"),
                    ("import", "导入"),
                    ("export", "导出"),
                    ("login", "登录"),
                    ("login_failure", "登录失败"),
                    ("logout", "退出登录"),
                    ("login_end", "结束登录"),
                    ("lockout", "账号锁定"),
                    ("unlock", "解除锁定"),
                    ("second_factor", "双因素验证"),
                    ("password_change", "修改密码"),
                    ("role_change", "角色权限变更"),
                    ("settings_change", "设置变更"),
                ],
                max_length=20,
                verbose_name="事项",
            ),
        ),
        ReplaceCheck(
            model_name="auditentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "act__in",
                        [
                            "submission",
                            "emergency",
                            "review",
                            "return",
                            "release",
                            "schedule",
                            "publication",
                            "revision",
                            "withdrawal",
                            "withholding",
                            "reopening",
                            "waiver",
                            "receipt",
                            "correction",
                            "consultation",
                            "extension",
                            "fee",
                            "decision",
                            "service",
                            "closing",
                            "remedy",
                            "purge",
                            "unmasking",
                            "import",
                            "export",
                            "login",
                            "login_failure",
                            "logout",
                            "login_end",
                            "lockout",
                            "unlock",
                            "second_factor",
                            "password_change",
                            "role_change",
                            "settings_change",
                        ],
                    )
                ),
                name="audit_act_is_known",
            ),
        ),
    ]
