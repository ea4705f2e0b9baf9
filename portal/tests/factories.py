from portal.models import Office, User


def make_office(code="basic", **fields):
    defaults = {"name": "基础教育科", "full_name": "云溪县教育局基础教育科"}
    office, _ = Office.objects.get_or_create(code=code, defaults=defaults | fields)
    return office


def make_user(username="editor", **fields):
    return User.objects.create_user(username, **{"last_name": "编", "is_staff": True} | fields)
