"""What the application form accepts, and in which words it refuses (requests.md §8)."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from requests_app.form_ticket import number_in, open_ticket
from requests_app.forms import RequestForm
from requests_app.models import HeldUpload, ObtainWay, ProvideForm
from requests_app.tests.filing import ORGANISATION, PNG, filled

pytestmark = pytest.mark.django_db
SLOTS = ("identity", "agent_identity", "authority")


def form_with(*, files=("identity",), **changes) -> RequestForm:
    """The form as a person sends it, after the files named are kept."""
    ticket = open_ticket()
    form = RequestForm(filled(ticket.text) | changes, MultiValueDict(), ticket=ticket)
    for slot in files:
        upload = SimpleUploadedFile(f"{slot}.png", PNG)
        kind = form.slots[slot].kind
        HeldUpload.objects.hold(ticket.key, slot, kind, upload, at=timezone.now())
    return form


def faults(form: RequestForm) -> dict[str, str]:
    """What is wrong, by field; that it was sent at once is no matter here."""
    return {name: "".join(errors) for name, errors in form.errors.items() if name != "__all__"}


def test_a_complete_form_has_no_fault():
    assert faults(form_with()) == {}


@pytest.mark.parametrize(
    "name", ["丁", "阿卜杜热合曼·买买提", "𠮷田花", "欧阳 娜娜", "O'Brien", "㛃", "Nguyễn Văn A"]
)
def test_people_are_called_as_they_are_called(name):
    assert "name" not in faults(form_with(name=name))


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("name", "", "请填写姓名"),
        ("id_number", "", "请填写证件号码"),
        ("id_number", "110105194912310021", "校验码不对"),
        ("id_number", "1101051949123100", "应为18位"),
        ("id_kind", "credit_code", "选择"),
        ("phone", "1380000", "电话号码不对"),
        ("phone", "5551234", "请加上区号"),
        ("email", "wang@", "电子邮箱的写法不对"),
        ("provide_form", "", "请选择提供形式"),
        ("obtain_way", "", "请选择获取方式"),
        ("applicant_type", "", "请选择申请人是个人还是单位"),
        ("is_declared", "", "请确认以上内容真实"),
    ],
)
def test_a_fault_is_said_at_its_field(field, typed, sentence):
    assert sentence in faults(form_with(**{field: typed}))[field]


@pytest.mark.parametrize("field", ORGANISATION.keys() - {"applicant_type"})
def test_an_organisation_names_all_it_is_known_by(field):
    form = form_with(**ORGANISATION | {field: ""})

    assert list(faults(form)) == [field]


def test_the_code_of_an_organisation_is_checked():
    form = form_with(**ORGANISATION | {"credit_code": "91350100M000100Y44"})

    assert "校验码不对" in faults(form)["credit_code"]


def test_what_the_other_kind_of_applicant_left_in_the_form_does_not_matter():
    form = form_with(**ORGANISATION, name="", id_number="not a number")

    assert faults(form) == {}


def test_a_proof_of_identity_is_needed():
    assert "请附上身份证明" in faults(form_with(files=()))["identity"]


@pytest.mark.parametrize("field", ["wanted_name", "wanted_number", "wanted"])
def test_one_way_to_describe_what_is_wanted_is_enough(field):
    empty = {"wanted_name": "", "wanted_number": "", "wanted": ""}

    assert "wanted_name" in faults(form_with(**empty))
    assert faults(form_with(**empty | {field: "云教〔2026〕12号"})) == {}


@pytest.mark.parametrize(
    ("way", "lacking"), [(ObtainWay.POST, "address"), (ObtainWay.EMAIL, "email")]
)
def test_a_way_of_delivery_needs_where_to(way, lacking):
    provide_form = ProvideForm.PAPER if way == ObtainWay.POST else ProvideForm.ELECTRONIC

    form = form_with(obtain_way=way, provide_form=provide_form, **{lacking: ""})

    assert list(faults(form)) == [lacking]


def test_some_way_to_be_reached_is_needed_and_any_will_do():
    nothing = {"phone": "", "email": "", "address": ""}

    assert "至少填一项" in faults(form_with(**nothing))["phone"]
    assert faults(form_with(**nothing | {"address": "云溪县示例路1号"})) == {}


@pytest.mark.parametrize(
    ("what", "way"),
    [
        (ProvideForm.PAPER, ObtainWay.ONLINE),
        (ProvideForm.DISC, ObtainWay.EMAIL),
        (ProvideForm.INSPECTION, ObtainWay.POST),
        (ProvideForm.ELECTRONIC, ObtainWay.FAX),
    ],
)
def test_a_form_that_cannot_be_had_in_a_way_is_refused(what, way):
    form = form_with(provide_form=what, obtain_way=way)

    assert "请改选" in faults(form)["obtain_way"]


@pytest.mark.parametrize("what", ProvideForm)
def test_every_form_can_be_had_in_some_way(what):
    assert any(not faults(form_with(provide_form=what, obtain_way=way)) for way in ObtainWay)


def test_an_agent_is_complete_or_absent():
    alone = faults(form_with(agent_name="赵代理"))
    whole = faults(
        form_with(files=SLOTS, agent_name="赵代理", agent_id_number="11010519491231002X")
    )

    assert list(alone) == ["agent_id_number", "authority", "agent_identity"]
    assert whole == {}


def test_an_agent_may_have_a_passport_but_no_wrong_card():
    passport = form_with(files=SLOTS, agent_name="赵代理", agent_id_number="E12345678")
    card = form_with(files=SLOTS, agent_name="赵代理", agent_id_number="110105194912310021")

    assert faults(passport) == {}
    assert "校验码不对" in faults(card)["agent_id_number"]


def test_the_purpose_is_not_asked():
    labels = " ".join(str(field.label) for field in form_with().fields.values())

    assert "用途" not in labels


@pytest.mark.parametrize(
    ("typed", "number"),
    [("8", 8), (" ８ ", 8), ("八", 8), ("十", 10), ("十八", 18), ("", None), ("eight", None)],
)
def test_the_answer_may_be_given_in_figures_or_words(typed, number):
    assert number_in(typed) == number
