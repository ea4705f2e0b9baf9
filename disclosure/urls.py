from django.contrib.sitemaps.views import index, sitemap
from django.urls import path

from disclosure import feeds, views
from disclosure.sitemaps import SITEMAPS

app_name = "disclosure"
urlpatterns = [
    path("zfxxgk/", views.platform, name="platform"),
    path("zfxxgk/zfxxgkzn/", views.guide, name="guide"),
    path("zfxxgk/zfxxgkzd/", views.rule_list, name="rule_list"),
    path("zfxxgk/fdzdgknr/", views.catalogue, name="catalogue"),
    path("zfxxgk/fdzdgknr/<str:code>/", views.category_detail, name="category_detail"),
    path("zfxxgk/zfxxgknb/", views.annual_report_list, name="annual_report_list"),
    path("columns/<str:code>/", views.column_detail, name="column_detail"),
    path("items/<str:slug>/", views.item_detail, name="item_detail"),
    path(
        "items/<str:slug>/files/<int:position>/",
        views.attachment_detail,
        name="attachment_detail",
    ),
    path(
        "items/<str:slug>/files/<int:position>/<str:name>",
        views.attachment_file,
        name="attachment_file",
    ),
    path("search/", views.search_page, name="search"),
    path("now/", views.going_on, name="going_on"),
    path("site-map/", views.site_map, name="site_map"),
    path("feeds/all/", feeds.NewestFeed(), name="feed"),
    path("feeds/<str:code>/", feeds.CategoryFeed(), name="category_feed"),
    path("opensearch.xml", views.opensearch, name="opensearch"),
    path("sitemap.xml", index, {"sitemaps": SITEMAPS, "sitemap_url_name": "disclosure:sitemap"}),
    path("sitemap-<section>.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
    path("<path:old>", views.legacy_address),  # last: whatever nothing else answers
]
