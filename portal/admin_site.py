from django.contrib.admin import AdminSite


class PortalAdminSite(AdminSite):
    site_header = site_title = "信息公开工作台"
    index_title = "工作台"
    enable_nav_sidebar = False
    index_template = "admin/board.html"

    def index(self, request, extra_context=None):
        """Show the work board above the list of registers."""
        return super().index(request, {"board": self.board(request), **(extra_context or {})})

    def board(self, request) -> list:
        return []
