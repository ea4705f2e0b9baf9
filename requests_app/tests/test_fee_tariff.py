from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from portal.errors import RuleViolation
from requests_app.fees import DEFAULT, Basis, fee_by_pieces, national
from requests_app.models.fee_tariff import FeeTariff

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def national_rows():
    """The table holds the national tariff and nothing else."""
    FeeTariff.objects.all().delete()
    FeeTariff.objects.bulk_create(FeeTariff(**row) for row in DEFAULT)


def make_band(from_count, to_count=None, **fields):
    defaults = {"basis": Basis.PIECES, "price": Decimal(5)}
    return FeeTariff(**defaults | {"from_count": from_count, "to_count": to_count} | fields)


def mistakes(band):
    with pytest.raises(ValidationError) as error:
        band.full_clean()
    return " ".join(error.value.messages)


@pytest.mark.parametrize("basis", Basis)
def test_the_default_rows_are_the_national_tariff(basis):
    assert FeeTariff.objects.tariff(basis) == national(basis)


def test_every_default_row_passes_its_own_checks():
    for row in FeeTariff.objects.all():
        row.full_clean()


def test_a_price_the_office_changes_is_the_price_charged():
    FeeTariff.objects.filter(basis=Basis.PIECES, from_count=11).update(price=50)

    assert fee_by_pieces(10, 2, FeeTariff.objects.tariff(Basis.PIECES)).total == 100


def test_a_table_with_a_gap_charges_nobody_and_says_where_to_mend_it():
    FeeTariff.objects.filter(basis=Basis.PAGES, from_count=101).delete()

    with pytest.raises(
        RuleViolation, match="第201起的一档前后不连续；请先在“信息处理费标准”中改正"
    ):
        FeeTariff.objects.tariff(Basis.PAGES)


@pytest.mark.parametrize("band", [(1, 1), (30, 30), (10, 11), (5, 50), (35, 40), (500, None)])
def test_a_band_that_overlaps_another_is_refused(band):
    assert "重叠" in mistakes(make_band(*band))


def test_a_band_may_stand_where_the_other_basis_has_one_and_where_it_stood_itself():
    band = FeeTariff.objects.get(basis=Basis.PIECES, from_count=11)
    band.to_count = 29

    band.full_clean()
    FeeTariff.objects.filter(basis=Basis.PIECES).delete()
    make_band(1, 1000).full_clean()


@pytest.mark.parametrize(
    "wrong",
    [
        {"basis": "both"},
        {"from_count": 0},
        {"to_count": 69},
        {"price": -1},
        {"step_price": -1},
        {"step_count": 10},
        {"step_price": 10},
        {"step_count": 10, "step_price": 10},
    ],
)
def test_the_database_refuses_a_band_that_cannot_be(wrong):
    FeeTariff.objects.filter(basis=Basis.PIECES, to_count=None).delete()
    band = make_band(**{"from_count": 70, "to_count": 80} | wrong)

    assert mistakes(band)
    with pytest.raises(IntegrityError), transaction.atomic():
        band.save()


def test_two_bands_cannot_begin_at_the_same_number():
    with pytest.raises(IntegrityError), transaction.atomic():
        make_band(11, 12).save()
