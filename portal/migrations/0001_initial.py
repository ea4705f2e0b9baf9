import django.contrib.auth.models
import django.contrib.auth.validators
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='Counter',
            fields=[
                ('name', models.CharField(max_length=60, primary_key=True, serialize=False)),
                ('value', models.PositiveBigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('username', models.CharField(error_messages={'unique': 'A user with that username already exists.'}, help_text='Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.', max_length=150, unique=True, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='username')),
                ('first_name', models.CharField(blank=True, max_length=150, verbose_name='first name')),
                ('last_name', models.CharField(blank=True, max_length=150, verbose_name='last name')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='email address')),
                ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': '工作人员',
                'verbose_name_plural': '工作人员',
                'abstract': False,
            },
            managers=[
                ('objects', django.contrib.auth.models.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name='HistoricalOfficeSettings',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('site_name', models.CharField(default='云溪县教育局', max_length=100, verbose_name='网站名称')),
                ('site_domain', models.CharField(default='jyj.yunxi.example', help_text='英文域名，不带 https://', max_length=100, verbose_name='网站域名')),
                ('site_id_code', models.CharField(blank=True, help_text='地方网站为10位数字；未取得前留空', max_length=10, verbose_name='网站标识码')),
                ('bureau_name', models.CharField(default='云溪县教育局', help_text='网站主办单位', max_length=100, verbose_name='单位全称')),
                ('credit_code', models.CharField(default='11990000000000000X', help_text='用于生成索引号；启用后不宜再改', max_length=18, validators=[django.core.validators.RegexValidator('^[0-9A-Z]{18}$', '统一社会信用代码为18位数字或大写字母')], verbose_name='统一社会信用代码')),
                ('index_no_format', models.CharField(default='{credit_code}/{year}-{serial:05d}', help_text='可用 {credit_code}、{year}、{serial:05d}；各地写法不一，按本地规定填写', max_length=60, verbose_name='索引号格式')),
                ('address', models.CharField(blank=True, max_length=200, verbose_name='办公地址')),
                ('postcode', models.CharField(blank=True, max_length=6, verbose_name='邮政编码')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='联系电话')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='电子邮箱')),
                ('office_hours', models.CharField(blank=True, max_length=100, verbose_name='办公时间')),
                ('icp_number', models.CharField(blank=True, max_length=60, verbose_name='ICP备案编号')),
                ('police_number', models.CharField(blank=True, max_length=60, verbose_name='公安机关备案号')),
                ('error_report_url', models.URLField(blank=True, help_text='按上级平台分配的地址填写；留空时页脚不显示该入口', verbose_name='“我为政府网站找错”地址')),
                ('party_mark_url', models.URLField(blank=True, help_text='机构编制部门发放的标识页面地址', verbose_name='党政机关网站标识地址')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical 单位设置',
                'verbose_name_plural': 'historical 单位设置',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Office',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=40, unique=True, verbose_name='代码')),
                ('name', models.CharField(help_text='内部使用的简称，如“基础教育科”', max_length=100, verbose_name='名称')),
                ('full_name', models.CharField(help_text='公开时作为发布机构的全称，不用简称', max_length=150, verbose_name='规范全称')),
                ('kind', models.CharField(choices=[('bureau', '局机关'), ('section', '内设科室'), ('subordinate', '直属单位'), ('school', '学校')], default='section', max_length=12, verbose_name='类别')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='办公电话')),
                ('address', models.CharField(blank=True, max_length=200, verbose_name='办公地址')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='排序')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='portal.office', verbose_name='上级单位')),
            ],
            options={
                'verbose_name': '机构',
                'verbose_name_plural': '机构',
                'ordering': ['position', 'code'],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['bureau', 'section', 'subordinate', 'school'])), name='office_kind_is_known'), models.CheckConstraint(condition=models.Q(('parent', models.F('id')), _negated=True), name='office_is_not_its_own_parent')],
            },
        ),
        migrations.CreateModel(
            name='HistoricalUser',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('username', models.CharField(db_index=True, error_messages={'unique': 'A user with that username already exists.'}, help_text='Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.', max_length=150, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='username')),
                ('first_name', models.CharField(blank=True, max_length=150, verbose_name='first name')),
                ('last_name', models.CharField(blank=True, max_length=150, verbose_name='last name')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='email address')),
                ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('office', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='portal.office', verbose_name='所属机构')),
            ],
            options={
                'verbose_name': 'historical 工作人员',
                'verbose_name_plural': 'historical 工作人员',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalOffice',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('code', models.SlugField(max_length=40, verbose_name='代码')),
                ('name', models.CharField(help_text='内部使用的简称，如“基础教育科”', max_length=100, verbose_name='名称')),
                ('full_name', models.CharField(help_text='公开时作为发布机构的全称，不用简称', max_length=150, verbose_name='规范全称')),
                ('kind', models.CharField(choices=[('bureau', '局机关'), ('section', '内设科室'), ('subordinate', '直属单位'), ('school', '学校')], default='section', max_length=12, verbose_name='类别')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='办公电话')),
                ('address', models.CharField(blank=True, max_length=200, verbose_name='办公地址')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='排序')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('parent', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='portal.office', verbose_name='上级单位')),
            ],
            options={
                'verbose_name': 'historical 机构',
                'verbose_name_plural': 'historical 机构',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.AddField(
            model_name='user',
            name='office',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='staff', to='portal.office', verbose_name='所属机构'),
        ),
        migrations.CreateModel(
            name='OfficeSettings',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('site_name', models.CharField(default='云溪县教育局', max_length=100, verbose_name='网站名称')),
                ('site_domain', models.CharField(default='jyj.yunxi.example', help_text='英文域名，不带 https://', max_length=100, verbose_name='网站域名')),
                ('site_id_code', models.CharField(blank=True, help_text='地方网站为10位数字；未取得前留空', max_length=10, verbose_name='网站标识码')),
                ('bureau_name', models.CharField(default='云溪县教育局', help_text='网站主办单位', max_length=100, verbose_name='单位全称')),
                ('credit_code', models.CharField(default='11990000000000000X', help_text='用于生成索引号；启用后不宜再改', max_length=18, validators=[django.core.validators.RegexValidator('^[0-9A-Z]{18}$', '统一社会信用代码为18位数字或大写字母')], verbose_name='统一社会信用代码')),
                ('index_no_format', models.CharField(default='{credit_code}/{year}-{serial:05d}', help_text='可用 {credit_code}、{year}、{serial:05d}；各地写法不一，按本地规定填写', max_length=60, verbose_name='索引号格式')),
                ('address', models.CharField(blank=True, max_length=200, verbose_name='办公地址')),
                ('postcode', models.CharField(blank=True, max_length=6, verbose_name='邮政编码')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='联系电话')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='电子邮箱')),
                ('office_hours', models.CharField(blank=True, max_length=100, verbose_name='办公时间')),
                ('icp_number', models.CharField(blank=True, max_length=60, verbose_name='ICP备案编号')),
                ('police_number', models.CharField(blank=True, max_length=60, verbose_name='公安机关备案号')),
                ('error_report_url', models.URLField(blank=True, help_text='按上级平台分配的地址填写；留空时页脚不显示该入口', verbose_name='“我为政府网站找错”地址')),
                ('party_mark_url', models.URLField(blank=True, help_text='机构编制部门发放的标识页面地址', verbose_name='党政机关网站标识地址')),
            ],
            options={
                'verbose_name': '单位设置',
                'verbose_name_plural': '单位设置',
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='office_settings_is_one_row')],
            },
        ),
    ]
