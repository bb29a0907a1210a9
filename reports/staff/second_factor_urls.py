"""Addresses of the second factor, under the names allauth looks for. No other address of allauth's stands."""

from django.urls import path

from reports.staff import second_factor_views as views
from reports.staff.views import sign_in

urlpatterns = [
    path("", sign_in, name="account_login"),
    path("second-factor", views.second_factor, name="mfa_index"),
    path("second-factor/check", views.check, name="mfa_authenticate"),
    path("second-factor/sign-in", views.passkey_sign_in, name="mfa_login_webauthn"),
    path("second-factor/app", views.set_up_app, name="mfa_activate_totp"),
    path("second-factor/app/remove", views.remove_app, name="mfa_deactivate_totp"),
    path("second-factor/passkey", views.add_passkey, name="mfa_add_webauthn"),
    path("second-factor/passkey/<int:pk>/remove", views.remove_passkey, name="mfa_remove_webauthn"),
    path("second-factor/codes", views.recovery_codes, name="mfa_view_recovery_codes"),
    path("second-factor/codes/new", views.new_recovery_codes, name="mfa_generate_recovery_codes"),
]
