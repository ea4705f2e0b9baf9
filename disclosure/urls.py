from django.contrib.sitemaps.views import index, sitemap
from django.urls import path, re_path

from disclosure import calendars, feeds, open_data, subscribing, suggesting, views
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
    path("search/suggestions/", suggesting.suggestions, name="suggestions"),
    path("now/", views.going_on, name="going_on"),
    path("now/calendar.ics", calendars.all_periods, name="going_on_calendar"),
    path("items/<str:slug>/period.ics", calendars.one_period, name="item_calendar"),
    path("open-data/", open_data.overview, name="open_data"),
    re_path(
        r"^open-data/catalogue\.(?P<kind>csv|json)$",
        open_data.catalogue_file,
        name="open_catalogue",
    ),
    re_path(
        r"^open-data/items-(?P<year>\d{4})\.(?P<kind>csv|json)$",
        open_data.items_file,
        name="open_items",
    ),
    path("site-map/", views.site_map, name="site_map"),
    path("feeds/all/", feeds.NewestFeed(), name="feed"),
    path("feeds/search/", feeds.SearchFeed(), name="search_feed"),
    path("feeds/<str:code>/", feeds.CategoryFeed(), name="category_feed"),
    path("subscribe/", subscribing.subscribe, name="subscribe"),
    path("subscribe/<str:token>/", subscribing.subscription, name="subscription"),
    path("subscribe/<str:token>/stop/", subscribing.unsubscribe, name="unsubscribe"),
    path("opensearch.xml", views.opensearch, name="opensearch"),
    path("sitemap.xml", index, {"sitemaps": SITEMAPS, "sitemap_url_name": "disclosure:sitemap"}),
    path(
        "sitemap-<section>.xml",
        sitemap,
        {"sitemaps": SITEMAPS, "template_name": "disclosure/sitemap.xml"},
        name="sitemap",
    ),
    path("<path:old>", views.legacy_address),  # last: whatever nothing else answers
]
