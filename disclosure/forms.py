"""Forms of the public pages and of the admin."""

from django import forms

from disclosure.models import Category, Genre, Validity
from disclosure.search import Query
from portal.models import Office

LONGEST_QUERY = 200


class SearchForm(forms.Form):
    """The search page's address: everything optional, nonsense is left out, never an error page."""

    q = forms.CharField(label="搜索", required=False)
    category = forms.CharField(required=False)
    office = forms.CharField(required=False)
    year = forms.IntegerField(required=False, min_value=1900, max_value=2200)
    validity = forms.ChoiceField(required=False, choices=[("", ""), *Validity.choices])
    kind = forms.CharField(required=False)
    sort = forms.ChoiceField(
        required=False,
        choices=[("", "按相关程度"), ("relevance", "按相关程度"), ("date", "按时间")],
    )
    page = forms.IntegerField(required=False, min_value=1)

    def clean_q(self):
        return self.cleaned_data["q"].replace("\x00", "").strip()[:LONGEST_QUERY]

    def as_query(self, by_code: dict[str, Category]) -> Query | None:
        """Return what to search for; None while nothing was typed."""
        self.is_valid()
        values = self.cleaned_data
        if not values.get("q"):
            return None
        category = by_code.get(values.get("category", ""))
        office, genre = values.get("office"), values.get("kind")
        office = office and Office.objects.filter(code=office).first()
        genre = genre and Genre.objects.filter(name=genre).first()
        return Query(
            text=values["q"],
            category_ids=frozenset(node.pk for node in category.subtree()) if category else None,
            office_id=office.pk if office else None,
            year=values.get("year"),
            validity=values.get("validity") or "",
            genre_id=genre.pk if genre else None,
            sort=values.get("sort") or "relevance",
            page=values.get("page") or 1,
        )
