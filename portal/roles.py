"""DATA: which role may do what; applied by `manage.py sync_roles`.

A role is a Django group. Permissions are named `app.codename`.
"""

EDITOR = "编辑"

ROLES: dict[str, list[str]] = {
    EDITOR: [
        "disclosure.add_item",
        "disclosure.change_item",
        "disclosure.view_item",
        "disclosure.publish_item",
        "disclosure.withdraw_item",
        "disclosure.import_published_items",
        "disclosure.add_attachment",
        "disclosure.change_attachment",
        "disclosure.delete_attachment",
        "disclosure.view_attachment",
        "disclosure.add_matter",
        "disclosure.change_matter",
        "disclosure.view_matter",
        "disclosure.view_itemevent",
        "disclosure.view_category",
        "disclosure.view_nationalrow",
        "disclosure.change_guide",
        "disclosure.view_guide",
        "portal.view_office",
    ],
}
