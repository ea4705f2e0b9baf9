"""DATA: which role may do what; applied by `manage.py sync_roles`.

A role is a Django group. Permissions are named `app.codename`.
"""

EDITOR = "编辑"
SYSTEM_ADMIN = "系统管理员"

ROLES: dict[str, list[str]] = {
    EDITOR: [
        "disclosure.add_item",
        "disclosure.change_item",
        "disclosure.delete_item",  # own drafts only
        "disclosure.view_item",
        "disclosure.submit_item",
        "disclosure.withdraw_item",
        "disclosure.import_published_items",
        "disclosure.add_attachment",
        "disclosure.change_attachment",
        "disclosure.delete_attachment",
        "disclosure.view_attachment",
        "disclosure.add_matter",
        "disclosure.change_matter",
        "disclosure.view_matter",
        "disclosure.view_category",
        "disclosure.view_nationalrow",
        "disclosure.view_genre",
        "disclosure.change_guide",
        "disclosure.view_guide",
        "portal.view_office",
    ],
    # Keeps the registers; writes and publishes nothing.
    SYSTEM_ADMIN: [
        "disclosure.add_category",
        "disclosure.change_category",
        "disclosure.delete_category",
        "disclosure.view_category",
        "disclosure.add_nationalrow",
        "disclosure.change_nationalrow",
        "disclosure.view_nationalrow",
        "disclosure.add_genre",
        "disclosure.change_genre",
        "disclosure.delete_genre",
        "disclosure.view_genre",
        "disclosure.change_guide",
        "disclosure.view_guide",
        "portal.add_office",
        "portal.change_office",
        "portal.delete_office",
        "portal.view_office",
        "portal.add_user",
        "portal.change_user",
        "portal.view_user",
        "portal.change_officesettings",
        "portal.view_officesettings",
        "auth.view_group",
    ],
}
