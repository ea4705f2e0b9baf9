import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('disclosure', '0003_duty'),
        ('portal', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='AnnualReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='报告年度')),
                ('version', models.PositiveSmallIntegerField(default=1, verbose_name='版本')),
                ('format', models.CharField(choices=[('2021', '2021年格式'), ('2019', '2019年格式')], max_length=4, verbose_name='格式')),
                ('body', models.CharField(max_length=100, verbose_name='报告机关')),
                ('status', models.CharField(choices=[('draft', '编制中'), ('office_check', '核对'), ('approved', '已批准（冻结）'), ('published', '已公开')], default='draft', max_length=16, verbose_name='状态')),
                ('counted', models.JSONField(default=dict, verbose_name='统计数')),
                ('counted_at', models.DateTimeField(null=True, verbose_name='统计时间')),
                ('texts', models.JSONField(default=dict, verbose_name='正文')),
                ('frozen', models.JSONField(null=True, verbose_name='冻结的内容')),
                ('frozen_hash', models.CharField(blank=True, max_length=64, verbose_name='冻结内容的校验码')),
                ('approved_at', models.DateTimeField(null=True, verbose_name='批准时间')),
                ('published_on', models.DateField(null=True, verbose_name='公布日期')),
                ('correction_reason', models.TextField(blank=True, verbose_name='更正理由')),
                ('is_imported', models.BooleanField(default=False, verbose_name='历史导入')),
                ('approved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='批准人')),
                ('correction_of', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='correction', to='reports.annualreport', verbose_name='更正的版本')),
                ('item', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='disclosure.item', verbose_name='公开信息')),
                ('submitted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='核对人')),
            ],
            options={
                'verbose_name': '年度报告',
                'verbose_name_plural': '年度报告',
                'ordering': ['-year', '-version'],
                'permissions': [('prepare_annualreport', '可以编制年度报告'), ('approve_annualreport', '可以批准年度报告'), ('publish_annualreport', '可以公开年度报告'), ('export_annualreport', '可以导出年度报告'), ('view_statistics', '可以查看统计看板')],
                'default_permissions': ['view'],
                'constraints': [models.UniqueConstraint(fields=('year', 'version'), name='report_version_is_given_once'), models.UniqueConstraint(condition=models.Q(('status__in', ['draft', 'office_check'])), fields=('year',), name='report_of_a_year_is_under_way_once'), models.CheckConstraint(condition=models.Q(('status__in', ['draft', 'office_check', 'approved', 'published'])), name='report_status_is_known'), models.CheckConstraint(condition=models.Q(('format__in', ['2021', '2019'])), name='report_format_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('frozen__isnull', True), ('frozen_hash', ''), ('status__in', ['draft', 'office_check'])), models.Q(('approved_at__isnull', False), ('frozen__isnull', False), ('status__in', ['approved', 'published']), models.Q(('frozen_hash', ''), _negated=True)), _connector='OR'), name='report_is_frozen_once_approved'), models.CheckConstraint(condition=models.Q(('approved_by__isnull', True), models.Q(('approved_by', models.F('submitted_by')), _negated=True), _connector='OR'), name='report_is_approved_by_another_person'), models.CheckConstraint(condition=models.Q(('published_on__isnull', False), models.Q(('status', 'published'), _negated=True), _connector='OR'), name='report_public_says_when'), models.CheckConstraint(condition=models.Q(('correction_of__isnull', True), models.Q(('correction_reason', ''), _negated=True), _connector='OR'), name='report_correction_says_why')],
            },
        ),
        migrations.CreateModel(
            name='AssessmentWeight',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('measure', models.CharField(choices=[('coverage', '栏目有内容'), ('timeliness', '按时更新'), ('on_time', '申请按期办结')], max_length=12, unique=True, verbose_name='指标')),
                ('weight', models.PositiveSmallIntegerField(validators=[django.core.validators.MaxValueValidator(100)], verbose_name='权重')),
            ],
            options={
                'verbose_name': '考核权重',
                'verbose_name_plural': '考核权重',
                'ordering': ['measure'],
                'constraints': [models.CheckConstraint(condition=models.Q(('measure__in', ['coverage', 'timeliness', 'on_time'])), name='assessment_measure_is_known')],
            },
        ),
        migrations.CreateModel(
            name='CellEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, verbose_name='单元格')),
                ('value', models.DecimalField(decimal_places=6, max_digits=14, null=True, verbose_name='数值')),
                ('text', models.CharField(blank=True, max_length=60, verbose_name='原文')),
                ('is_withdrawn', models.BooleanField(default=False, verbose_name='恢复统计数')),
                ('old_value', models.CharField(blank=True, max_length=60, verbose_name='原值')),
                ('reason', models.TextField(blank=True, verbose_name='依据或理由')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='填报人')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='reports.annualreport')),
            ],
            options={
                'verbose_name': '填报的数据',
                'verbose_name_plural': '填报的数据',
                'ordering': ['pk'],
                'default_permissions': [],
                'indexes': [models.Index(fields=['report', 'code'], name='cell_entry_by_cell')],
            },
        ),
        migrations.CreateModel(
            name='ChannelFigure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(2000), django.core.validators.MaxValueValidator(2100)], verbose_name='年度')),
                ('month', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(12)], verbose_name='月份')),
                ('outlet', models.CharField(choices=[('WEBSITE', '本机关网站'), ('PORTAL', '政府门户网站'), ('WECHAT', '微信公众号'), ('WEIBO', '微博'), ('OTHER_MEDIA', '其他媒体和平台'), ('EXPLANATION', '政策解读'), ('PRESS', '新闻发布会'), ('INTERVIEW', '在线访谈'), ('HOTLINE', '热线办件'), ('MAILBOX', '信箱留言答复'), ('CALLS', '电话咨询'), ('VISITS', '来访接待')], max_length=12, verbose_name='渠道')),
                ('unit', models.CharField(blank=True, help_text='留空为该渠道通用的单位，如条、件、人次', max_length=8, verbose_name='单位')),
                ('figure', models.PositiveIntegerField(verbose_name='数量')),
                ('source', models.CharField(help_text='由谁、从哪里统计', max_length=100, verbose_name='数据来源')),
            ],
            options={
                'verbose_name': '渠道数据',
                'verbose_name_plural': '渠道数据',
                'ordering': ['-year', '-month', 'outlet'],
                'constraints': [models.UniqueConstraint(fields=('year', 'month', 'outlet', 'unit'), name='channel_figure_stands_once'), models.CheckConstraint(condition=models.Q(('outlet__in', ['WEBSITE', 'PORTAL', 'WECHAT', 'WEIBO', 'OTHER_MEDIA', 'EXPLANATION', 'PRESS', 'INTERVIEW', 'HOTLINE', 'MAILBOX', 'CALLS', 'VISITS'])), name='channel_figure_outlet_is_known'), models.CheckConstraint(condition=models.Q(('month__range', (1, 12))), name='channel_figure_month_is_of_a_year')],
            },
        ),
        migrations.CreateModel(
            name='FindingNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=64)),
                ('check_id', models.CharField(max_length=8, verbose_name='检查')),
                ('sentence', models.TextField(verbose_name='检查结果')),
                ('note', models.TextField(verbose_name='说明')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='reports.annualreport')),
            ],
            options={
                'verbose_name': '检查说明',
                'verbose_name_plural': '检查说明',
                'ordering': ['pk'],
                'default_permissions': [],
                'constraints': [models.UniqueConstraint(fields=('report', 'key'), name='finding_has_one_note')],
            },
        ),
        migrations.CreateModel(
            name='ReportEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=30, verbose_name='事项')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='时间')),
                ('note', models.TextField(blank=True, verbose_name='说明')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='经办人')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='events', to='reports.annualreport')),
            ],
            options={
                'verbose_name': '办理记录',
                'verbose_name_plural': '办理记录',
                'ordering': ['at', 'pk'],
                'abstract': False,
                'default_permissions': [],
            },
        ),
    ]
