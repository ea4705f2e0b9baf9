import pytest
from cryptography.fernet import Fernet
from django.core.checks import run_checks
from django.core.exceptions import FieldError, ValidationError
from django.core.management import CommandError, call_command
from django.core.serializers import serialize
from django.db import connection, models
from django.db.models import F
from django.test.utils import isolate_apps
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from portal.encryption import Undecryptable, applicant_key, decrypt_bytes, encrypt_bytes
from portal.fields import EncryptedField, ciphertext
from portal.files import private_files

OLD, NEW, FOREIGN = (Fernet.generate_key().decode() for _ in range(3))
PHONE = "13800138000"


@pytest.fixture(scope="module", autouse=True)
def person(django_db_setup, django_db_blocker):
    """A table of people of its own, which no application knows."""
    with isolate_apps("portal.apps.PortalConfig") as registry:

        class Person(models.Model):
            name = EncryptedField("姓名", max_length=4)
            phone = EncryptedField("电话", blank=True)
            email = EncryptedField("邮箱", null=True)
            town = models.CharField(max_length=20, blank=True)

            class Meta:
                app_label = "portal"

            def __str__(self):
                return self.town

    with django_db_blocker.unblock(), connection.schema_editor() as schema:
        schema.create_model(Person)
    Person.registry = registry
    yield Person
    with django_db_blocker.unblock(), connection.schema_editor() as schema:
        schema.delete_model(Person)


@pytest.fixture
def installed(person, monkeypatch):
    """The table belongs to an installed application."""
    monkeypatch.setattr("portal.fields.apps", person.registry)
    return person


def stored(person, name="phone"):
    return list(person.objects.order_by("pk").values_list(ciphertext(name), flat=True))


def said(capsys):
    call_command("rotate_keys")
    return capsys.readouterr().out


# The field


@pytest.mark.django_db
def test_the_database_holds_no_clear_text_and_python_no_other(person):
    person.objects.create(name="陈㛃", phone=PHONE, email=None)

    row = person.objects.get()

    assert (row.name, row.phone, row.email) == ("陈㛃", PHONE, None)
    assert stored(person)[0].startswith("gAAAA")
    assert PHONE not in stored(person)[0]


@pytest.mark.django_db
def test_nothing_stays_nothing_and_can_be_asked_for(person):
    person.objects.create(name="甲", phone="", email=None)
    person.objects.create(name="乙", phone=PHONE, email="a@example.org")

    assert stored(person)[0] == ""
    assert person.objects.get(phone="").name == "甲"
    assert person.objects.exclude(phone="").get().name == "乙"
    assert person.objects.get(email__isnull=True).name == "甲"


@pytest.mark.django_db
def test_the_same_text_looks_different_each_time(person):
    person.objects.bulk_create(person(name="甲", phone=PHONE) for _ in range(2))

    assert len(set(stored(person))) == 2


@pytest.mark.django_db
def test_update_encrypts_and_a_copied_column_stays_readable(person):
    person.objects.create(name="甲")

    person.objects.update(phone=PHONE)
    person.objects.update(email=F("phone"))

    assert person.objects.get().email == PHONE
    assert PHONE not in stored(person, "email")[0]


@pytest.mark.parametrize(
    "lookup", [{"phone": PHONE}, {"phone__contains": "138"}, {"phone__in": [PHONE]}]
)
def test_what_ciphertext_cannot_answer_is_refused(person, lookup):
    with pytest.raises(FieldError, match="portal.Person.phone is encrypted"):
        person.objects.filter(**lookup)


def test_the_length_is_that_of_the_clear_text(person):
    person(name="四个汉字", phone="x" * 500).clean_fields(exclude=["email"])

    with pytest.raises(ValidationError) as error:
        person(name="五个汉字了").clean_fields(exclude=["email"])

    assert list(error.value.message_dict) == ["name"]


def test_a_form_shows_a_line_for_a_limited_text_and_an_area_otherwise(person):
    name = person._meta.get_field("name").formfield()
    phone = person._meta.get_field("phone").formfield()

    assert (name.widget.input_type, name.max_length, name.label) == ("text", 4, "姓名")
    assert phone.widget.__class__.__name__ == "Textarea"


def test_a_migration_knows_the_field_and_no_key(person):
    field = person._meta.get_field("name")

    path, arguments = field.deconstruct()[1:3]

    assert (path, arguments) == ("portal.fields.EncryptedField", [])
    assert field.clone().validators == field.validators


def test_an_encrypted_field_that_should_be_unique_is_a_mistake():
    field = EncryptedField(unique=True)
    field.set_attributes_from_name("phone")

    assert "portal.E003" in [error.id for error in field.check()]


@pytest.mark.django_db
def test_dumpdata_does_not_write_in_clear_what_is_encrypted(person):
    person.objects.create(name="甲")

    with pytest.raises(FieldError, match="in clear"):
        serialize("json", person.objects.all())


@pytest.mark.django_db
def test_a_row_no_key_opens_is_refused_in_words(person, settings):
    settings.FIELD_KEYS = [OLD]
    person.objects.create(name="甲")
    settings.FIELD_KEYS = [NEW]

    with pytest.raises(Undecryptable, match="加回 FIELD_KEYS 的末尾"):
        person.objects.get()


class AnyText(TestCase):
    @given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
    def test_any_text_comes_back_as_it_was(self, text):
        field = EncryptedField()

        token = field.get_prep_value(text)

        assert field.from_db_value(token, None, None) == text


# Bytes and matching


@given(st.binary())
def test_any_bytes_come_back_as_they_were(content):
    assert decrypt_bytes(encrypt_bytes(content)) == content


def test_a_changed_byte_is_noticed():
    token = bytearray(encrypt_bytes(b"content"))
    token[40] ^= 1

    with pytest.raises(Undecryptable):
        decrypt_bytes(bytes(token))


@pytest.mark.parametrize(
    "same", ["11010519491231002x", " 110105 19491231 002X", "11010519491231００２Ｘ"]
)
def test_the_same_number_written_otherwise_has_the_same_key(same):
    assert applicant_key(same) == applicant_key("11010519491231002X")


def test_the_match_key_tells_people_apart_and_nobody_is_nobody(settings):
    one = applicant_key("甲")
    settings.MATCH_KEY = "another"

    assert len({one, applicant_key("甲"), applicant_key("乙")}) == 3
    assert applicant_key("  ") == ""


# Replacing a key


@pytest.mark.django_db
def test_rotation_makes_the_old_key_superfluous(installed, settings, capsys):
    settings.FIELD_KEYS = [OLD]
    installed.objects.create(name="甲", phone=PHONE)
    file = private_files.store(b"proof")
    settings.FIELD_KEYS = [NEW, OLD]
    installed.objects.create(name="乙", phone="")

    report = said(capsys)

    settings.FIELD_KEYS = [NEW]
    assert "1 行、1 个文件改用了最新密钥" in report
    assert list(installed.objects.order_by("pk").values_list("name", "phone", "email")) == [
        ("甲", PHONE, None),
        ("乙", "", None),
    ]
    assert private_files.read(file.path) == b"proof"


@pytest.mark.django_db
def test_rotation_goes_on_where_it_was_interrupted(installed, settings, capsys, monkeypatch):
    monkeypatch.setattr("portal.management.commands.rotate_keys.BATCH", 2)
    settings.FIELD_KEYS = [OLD]
    installed.objects.bulk_create(installed(name="甲", phone=PHONE) for _ in range(5))
    settings.FIELD_KEYS = [NEW, OLD]
    first = installed.objects.earliest("pk")
    first.save()
    before = stored(installed)

    report = said(capsys)

    after = stored(installed)
    assert "portal.Person：4 行" in report
    assert before[0] == after[0]
    assert not set(before[1:]) & set(after)
    assert "portal.Person：0 行" in said(capsys)


@pytest.mark.django_db
def test_a_row_that_cannot_be_opened_keeps_every_field_and_the_others_move_on(
    installed, settings, capsys
):
    settings.FIELD_KEYS = [OLD]
    good, bad = (installed.objects.create(name="甲", phone=PHONE) for _ in range(2))
    settings.FIELD_KEYS = [FOREIGN]
    installed.objects.filter(pk=bad.pk).update(phone=PHONE)
    foreign_file = private_files.store(b"proof")
    settings.FIELD_KEYS = [NEW, OLD]
    name_before = stored(installed, "name")[1]

    with pytest.raises(CommandError) as error:
        call_command("rotate_keys")

    assert "1 行、0 个文件改用了最新密钥，另有 2 处解不开，未动" in str(error.value)
    assert f"portal.Person 第 {bad.pk} 号、文件 private/{foreign_file.path}" in str(error.value)
    assert stored(installed, "name")[1] == name_before
    settings.FIELD_KEYS = [NEW]
    assert installed.objects.get(pk=good.pk).phone == PHONE


@pytest.mark.django_db
def test_the_operator_is_told_before_citizens_that_the_keys_do_not_fit(installed, settings):
    settings.FIELD_KEYS = [OLD]
    installed.objects.create(name="甲", phone=PHONE)
    installed.objects.create(name="", phone="")

    fitting = run_checks(tags=["database"], databases=["default"])
    settings.FIELD_KEYS = [NEW]
    foreign = run_checks(tags=["database"], databases=["default"])

    assert fitting == []
    assert [error.id for error in foreign] == ["portal.E002"]
    assert "FIELD_KEYS" in foreign[0].msg
