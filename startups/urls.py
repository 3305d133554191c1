from django.urls import path, re_path

from startups import media_views, member_views, start_views, verification_views, views, workspace_views

app_name = "startups"
urlpatterns = [
    path("", views.directory, name="list"),
    re_path(r"^export\.(?P<file_format>xlsx|csv|json)$", views.export, name="export"),
    # Before the addresses of startups: `validators.RESERVED_SLUGS` keeps these free.
    path("start/", start_views.start, name="start"),
    path("join/<str:token>/", member_views.join, name="join"),
    path("<slug:slug>/", views.profile, name="profile"),
    path("<slug:slug>/history/", views.history, name="history"),
    path("<slug:slug>/report/", views.report, name="report"),
    path("<slug:slug>/verification/", verification_views.page, name="verification"),
    path("<slug:slug>/verification/company/", verification_views.ask_company, name="ask-company"),
    path("<slug:slug>/verification/site/", verification_views.ask_site, name="ask-site"),
    path("<slug:slug>/verification/references/<int:pk>/", verification_views.ask_customer, name="ask-customer"),
    path("<slug:slug>/claim/", member_views.claim, name="claim"),
    path("<slug:slug>/files/<uuid:key>/", media_views.file, name="file"),
    path("<slug:slug>/files/<uuid:key>/remove/", media_views.remove, name="remove-file"),
    path("<slug:slug>/files/<uuid:key>/describe/", media_views.describe, name="describe-file"),
    path("<slug:slug>/members/", member_views.members, name="members"),
    path("<slug:slug>/members/invite/", member_views.invite, name="invite"),
    path("<slug:slug>/members/leave/", member_views.leave, name="leave"),
    path("<slug:slug>/members/<int:pk>/remove/", member_views.remove, name="remove-member"),
    path("<slug:slug>/members/<int:pk>/make-owner/", member_views.make_owner, name="make-owner"),
    path("<slug:slug>/invitations/<int:pk>/revoke/", member_views.revoke, name="revoke-invitation"),
    path("<slug:slug>/submit/", workspace_views.submit, name="submit"),
    path("<slug:slug>/withdraw/", workspace_views.withdraw, name="withdraw"),
    path("<slug:slug>/reconfirm/", workspace_views.reconfirm, name="reconfirm"),
    path("<slug:slug>/preview/", workspace_views.preview, name="preview"),
    path("<slug:slug>/technologies/<str:code>/add/", workspace_views.add_technology, name="add-technology"),
    path("<slug:slug>/workspace/", workspace_views.workspace, name="workspace"),
    path("<slug:slug>/workspace/media/", media_views.media, name="media"),
    path("<slug:slug>/workspace/media/link/", media_views.link_video, name="link-video"),
    path("<slug:slug>/workspace/media/<slug:kind>/add/", media_views.add, name="add-file"),
    path("<slug:slug>/workspace/<slug:code>/", workspace_views.section, name="section"),
    # Behind the addresses of startups: there may be one whose address is “site”.
    path("reference/<str:token>/", verification_views.reference, name="reference"),
    path("reference/<str:token>/answer/", verification_views.answer_reference, name="answer-reference"),
    path("site/<str:token>/", verification_views.confirm_site, name="confirm-site"),
    path("site/<str:token>/answer/", verification_views.answer_site, name="answer-site"),
]
