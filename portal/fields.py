"""Model fields of our own: rich text that is clean whatever wrote it, text encrypted at rest."""

from collections.abc import Iterator

import nh3
from django import forms
from django.apps import apps
from django.core import checks
from django.core.exceptions import FieldError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import ExpressionWrapper, F, TextField, lookups
from django_prose_editor.fields import ProseEditorField

from portal.encryption import decrypt_bytes, encrypt_bytes

TAGS = {
    *("p", "h2", "h3", "h4", "br", "hr", "strong", "em", "u", "s", "sub", "sup", "blockquote"),
    *("ul", "ol", "li", "a"),
    *("table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"),
}
ATTRIBUTES = {
    "a": {"href", "title"},
    "ol": {"start", "type"},
    "th": {"colspan", "rowspan", "scope"},
    "td": {"colspan", "rowspan"},
}
CLEANER = nh3.Cleaner(
    tags=TAGS,
    attributes=ATTRIBUTES,
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel="noopener noreferrer",
)
EDITOR_EXTENSIONS = {
    "Bold": True,
    "Italic": True,
    "Underline": True,
    "Strike": True,
    "Subscript": True,
    "Superscript": True,
    "Heading": {"levels": [2, 3, 4]},
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "HorizontalRule": True,
    "HardBreak": True,
    "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto", "tel"]},
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
}


def clean_html(html: str) -> str:
    """Return `html` with only the tags and attributes a public document needs."""
    cleaned = CLEANER.clean(html).strip()
    return "" if cleaned == "<p></p>" else cleaned


class RichTextField(ProseEditorField):
    """HTML edited with the prose editor and cleaned on the server by `clean_html`."""

    def __init__(self, *args, **kwargs):
        kwargs |= {"config": {"extensions": EDITOR_EXTENSIONS}, "sanitize": clean_html}
        super().__init__(*args, **kwargs)


class EncryptedField(models.Field):
    """Text that is clear in Python and encrypted in the database; "" stays "".

    The column is text of any length; `max_length` counts the clear text. The same text is
    encrypted differently each time, so the database can tell only whether there is any: to find
    a person again, keep `portal.encryption.applicant_key()` beside it.
    """

    description = "Encrypted text"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.max_length is not None:
            self.validators.append(MaxLengthValidator(self.max_length))

    def get_internal_type(self):
        return "TextField"

    def check(self, **kwargs):
        wrong = self.unique or self.db_index
        sentence = "An encrypted field can be neither unique nor indexed."
        mistakes = [checks.Error(sentence, obj=self, id="portal.E003")] if wrong else []
        return [*super().check(**kwargs), *mistakes]

    def to_python(self, value):
        return value if value is None else str(value)

    def get_prep_value(self, value):
        value = self.to_python(super().get_prep_value(value))
        return encrypt_bytes(value.encode()).decode() if value else value

    def from_db_value(self, value, expression, connection):
        return decrypt_bytes(value.encode()).decode() if value else value

    def get_lookup(self, lookup_name):
        if lookup_name not in ("exact", "isnull"):
            raise FieldError(f"{self} is encrypted: nothing can be looked up by {lookup_name}.")
        return super().get_lookup(lookup_name)

    def value_to_string(self, obj):
        """Keep `dumpdata` from writing in clear what the database does not hold in clear."""
        if self.value_from_object(obj):
            raise FieldError(f"{self} is encrypted: dumpdata would write it in clear. Use backup.")
        return ""

    def formfield(self, **kwargs):
        widget = forms.Textarea if self.max_length is None else forms.TextInput
        return super().formfield(**{"max_length": self.max_length, "widget": widget, **kwargs})


@EncryptedField.register_lookup
class IsEmpty(lookups.Exact):
    """`phone=""`, the one comparison that ciphertext allows."""

    def get_prep_lookup(self):
        if self.rhs != "":
            field = self.lhs.output_field
            raise FieldError(f'{field} is encrypted: it can be compared with "" and nothing else.')
        return self.rhs


def encrypted_models() -> Iterator[tuple[type[models.Model], list[str]]]:
    """Yield every table with encrypted fields, history tables too, with the fields' names."""
    for model in apps.get_models(include_auto_created=True):
        fields = [] if model._meta.proxy else model._meta.local_concrete_fields
        if names := [field.name for field in fields if isinstance(field, EncryptedField)]:
            yield model, names


def ciphertext(name: str) -> ExpressionWrapper:
    """Return the column of an encrypted field as it is stored, to select or to compare."""
    return ExpressionWrapper(F(name), output_field=TextField())
