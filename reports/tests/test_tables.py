import json
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reports.checks import ERROR, check_report
from reports.facts import Facts
from reports.format_2021 import remedies_table, requests_table, uncounted
from reports.formats import FORMS, form_for, form_named
from reports.readers.json_forms import read_json
from reports.tests.published import DATA, collected
from reports.tests.registers import cases_of, register_cases, register_remedies
from requests_app.models import ApplicantKind, CaseKind, InformationRequest, Remedy
from requests_app.outcomes import Outcome
from requests_app.workflow import RemedyKind, RemedyResult

SCHEMA = json.loads((DATA / "annual_report_schema.json").read_text())


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_cells_are_those_of_the_national_format(form):
    tables = SCHEMA["formats"][form.name]["tables"]

    codes = [code for table in form.layout for code in table.codes]

    assert codes == [cell["code"] for table in tables for cell in table["cells"]]
    assert len(codes) == {"2021": 200, "2019": 198}[form.name]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_words_and_levels_are_those_of_the_national_format(form):
    published = SCHEMA["formats"][form.name]["tables"]

    for table, expected in zip(form.layout, published, strict=True):
        assert table.caption == expected["caption"]
        assert [
            (row.code, row.label, table.level(row), row.under or None) for row in table.rows
        ] == [(row["code"], row["label"], row["level"], row["parent"]) for row in expected["rows"]]
        assert [(column.label, column.kind, list(column.group)) for column in table.columns] == [
            (each["label"], each["type"], each.get("group", [])) for each in expected["columns"]
        ]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_sums_are_the_cells_the_schema_calls_computed(form):
    tables = SCHEMA["formats"][form.name]["tables"]
    computed = {c["code"] for t in tables for c in t["cells"] if c["kind"] == "computed"}

    sums = {
        code
        for table in form.layout
        for code, row, column in table.pairs()
        if row.is_sum or column.is_sum
    }

    assert sums == computed


@pytest.mark.parametrize("outcome", SCHEMA["outcome_mapping"], ids=lambda one: one["outcome"])
def test_an_outcome_counts_in_the_row_of_the_schema_alone(db, outcome):
    register_cases({"outcome": outcome["outcome"], "closed_on": date(2024, 5, 6)})

    for form in FORMS:
        table = form.tables(2024)[-2]
        counted = table.fill(InformationRequest.objects.all())
        rows = {code.split(".")[1] for code, number in counted.items() if number}
        assert rows == {"NEW", outcome[f"row_{form.name}"], "R7"}


def test_every_outcome_has_its_row():
    assert {one["outcome"] for one in SCHEMA["outcome_mapping"]} == set(Outcome.values)


@pytest.mark.parametrize(
    "year, expected", [(2021, "2021"), (2030, "2021"), (2020, "2019"), (2012, "2019")]
)
def test_a_year_is_reported_in_the_form_of_its_time(year, expected):
    assert form_for(year) is form_named(expected)


def test_requests_are_counted_in_one_query(db, django_assert_num_queries):
    register_cases({}, {"applicant_kind": "ORG_LAW"})

    with django_assert_num_queries(1):
        counted = requests_table(2024).fill(InformationRequest.objects.all())

    assert len(counted) == 175
    assert counted["S3.NEW.TOTAL"] == counted["S3.CARRY_OUT.TOTAL"] == 2
    assert counted["S3.NEW.ORG_LAW"] == 1


@pytest.mark.parametrize(
    "received, closed, rows",
    [
        (date(2023, 12, 31), None, {"CARRY_IN", "CARRY_OUT"}),
        (date(2023, 12, 31), date(2023, 12, 31), set()),
        (date(2023, 12, 31), date(2024, 1, 1), {"CARRY_IN", "R1", "R7"}),
        (date(2024, 1, 1), date(2024, 12, 31), {"NEW", "R1", "R7"}),
        (date(2024, 12, 31), date(2025, 1, 1), {"NEW", "CARRY_OUT"}),
        (date(2025, 1, 1), None, set()),
    ],
)
def test_the_days_of_a_case_decide_its_rows(db, received, closed, rows):
    ending = {"closed_on": closed, "outcome": Outcome.GRANT} if closed else {}
    register_cases({"received_on": received, **ending})

    counted = requests_table(2024).fill(InformationRequest.objects.all())

    assert {code.split(".")[1] for code, number in counted.items() if number} == rows


def test_to_have_a_record_corrected_is_no_request(db):
    register_cases({"kind": CaseKind.RECORD_CORRECTION}, {})

    counted = requests_table(2024).fill(InformationRequest.objects.all())

    assert counted["S3.NEW.TOTAL"] == 1


def test_a_case_never_received_is_listed_not_counted(db):
    register_cases(
        {"received_on": None, "closed_on": date(2024, 5, 6), "outcome": Outcome.OTHER_MISC}, {}
    )

    counted = requests_table(2024).fill(InformationRequest.objects.all())

    assert counted["S3.R7.TOTAL"] == 0
    assert InformationRequest.objects.filter(uncounted(2024)).count() == 1


def test_a_cell_leads_to_the_cases_behind_it(db):
    register_cases(
        {},
        {"applicant_kind": "ORG_BUS"},
        {"applicant_kind": "ORG_BUS", "received_on": date(2023, 5, 4)},
    )
    requests, table = InformationRequest.objects.all(), requests_table(2024)

    counted = table.fill(requests)

    assert all(
        table.behind(code, requests).count() == counted[code]
        for code in ("S3.NEW.ORG_BUS", "S3.CARRY_IN.ORG_BUS", "S3.CARRY_OUT.TOTAL", "S3.R1.NAT")
    )
    assert table.behind("S3.NEW.ORG_BUS", requests).get().number == "2024-00001"


DAYS = st.dates(date(2022, 6, 1), date(2025, 6, 1))
CASES = st.tuples(
    st.sampled_from(ApplicantKind.values),
    DAYS,
    st.none() | st.tuples(st.integers(0, 500), st.sampled_from(Outcome.values)),
)


def case(kind, received, ending):
    ended = {}
    if ending:
        ended = {"closed_on": received + timedelta(days=ending[0]), "outcome": ending[1]}
    return {"applicant_kind": kind, "received_on": received, **ended}


REMEDIES = st.tuples(
    st.sampled_from(RemedyKind.values),
    DAYS,
    st.none() | st.tuples(st.integers(0, 500), st.sampled_from(RemedyResult.values)),
)


def remedy(kind, filed, ending):
    ended = {}
    if ending:
        ended = {"decided_on": filed + timedelta(days=ending[0]), "result": ending[1]}
    return {"kind": kind, "filed_on": filed, **ended}


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(FORMS), st.lists(CASES, max_size=40), st.lists(REMEDIES, max_size=15))
def test_random_registers_keep_the_identities(db, form, cases, remedies):
    Remedy.objects.all().delete()
    InformationRequest.objects.all().delete()
    register_remedies(*(remedy(*one) for one in remedies))
    InformationRequest.objects.update(number="first")
    register_cases(*(case(*one) for one in cases))

    facts = Facts(form, 2024, count(form, 2024), previous=count(form, 2023), has_texts=False)

    assert [one for one in check_report(facts) if one.level == ERROR] == []


def count(form, year):
    requests, remedies = form.tables(year)[-2:]
    return requests.fill(InformationRequest.objects.all()) | remedies.fill(Remedy.objects.all())


def test_a_remedy_counts_by_its_state_at_the_end_of_the_year(db):
    late = {"result": RemedyResult.UPHELD, "decided_on": date(2025, 1, 8)}
    done = {"result": RemedyResult.CORRECTED, "decided_on": date(2024, 12, 31)}
    register_remedies(
        {"kind": RemedyKind.REVIEW, "filed_on": date(2024, 11, 1), **late},
        {"kind": RemedyKind.REVIEW, "filed_on": date(2023, 11, 1), **done},
        {"kind": RemedyKind.SUIT_DIRECT, "filed_on": date(2025, 1, 1)},
    )

    counted = remedies_table(2024).fill(Remedy.objects.all())

    assert {code: number for code, number in counted.items() if number} == {
        "S4.CASES.REV_PENDING": 1,
        "S4.CASES.REV_CORRECTED": 1,
        "S4.CASES.REV_TOTAL": 2,
    }


def test_a_published_table_taken_apart_into_cases_counts_up_to_itself(db):
    report = read_json(json.dumps(collected("gov-huaian-city-2024")))
    cells = {code: n for code, n in report.facts.cells.items() if code.startswith("S3.")}
    register_cases(*cases_of(cells, 2024))

    counted = requests_table(2024).fill(InformationRequest.objects.all())

    assert counted == cells
