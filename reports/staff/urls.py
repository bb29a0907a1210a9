"""Addresses of staff."""

from django.urls import path

from reports.staff import audit_views, password_views, people_views, token_views, views

app_name = "staff"
urlpatterns = [
    path("", views.sign_in, name="sign_in"),
    path("home", views.home, name="home"),
    path("sign-out", views.sign_out, name="sign_out"),
    path("confirm", views.confirm, name="confirm"),
    path("language", views.language, name="language"),
    path("password", password_views.change, name="change_password"),
    path("sign-out-everywhere", password_views.sign_out_everywhere, name="sign_out_everywhere"),
    path("password/<int:person_id>/<str:key>", password_views.choose_by_link, name="password_link"),
    path("people/<int:person_id>/password", password_views.make_link, name="make_password_link"),
    path("people/password/made", password_views.link_made, name="password_link_made"),
    path("people", people_views.people, name="people"),
    path("people/invite", people_views.invite_somebody, name="invite"),
    path("people/invite/made", people_views.invited, name="invited"),
    path("people/role", people_views.give_a_role, name="give_role"),
    path("people/role/<int:membership_id>/end", people_views.end_a_role, name="end_role"),
    path("people/<int:person_id>/second-factor", people_views.reset, name="reset_second_factor"),
    path("people/invitation/<int:invitation_id>/withdraw", people_views.withdraw, name="withdraw"),
    path("invitation/<str:key>", people_views.invitation, name="invitation"),
    path("tokens", token_views.tokens, name="tokens"),
    path("tokens/made", token_views.token_made, name="token_made"),
    path("tokens/<int:token_id>/revoke", token_views.revoke, name="revoke_token"),
    path("audit", audit_views.audit, name="audit"),
    path("audit/file", audit_views.audit_file, name="audit_file"),
]
