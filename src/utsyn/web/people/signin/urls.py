"""Addresses of signing in. allauth asks for its own names; only what is used has an address."""

from allauth.account import views as account
from allauth.mfa.base import views as codes
from allauth.mfa.recovery_codes import views as spare
from allauth.mfa.totp import views as telephone
from allauth.socialaccount import views as social
from django.urls import include, path, re_path
from django.views.generic import RedirectView

from utsyn.web.people.signin import views

own = [
    path("enter/", views.enter, name="enter"),
    path("mine/", views.mine, name="mine"),
]

urlpatterns = [
    path("", views.SignIn.as_view(), name="account_login"),
    path("", include((own, "signin"))),
    path("out/", account.logout, name="account_logout"),
    path("closed/", account.account_inactive, name="account_inactive"),
    path("again/", account.reauthenticate, name="account_reauthenticate"),
    path("password/", views.change_password, name="account_change_password"),
    path("password/link/", account.password_reset, name="account_reset_password"),
    path("password/link/sent/", account.password_reset_done, name="account_reset_password_done"),
    path(
        "password/chosen/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"
    ),
    re_path(
        r"^password/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("second-factor/", RedirectView.as_view(pattern_name="signin:mine"), name="mfa_index"),
    path("second-factor/code/", codes.authenticate, name="mfa_authenticate"),
    path("second-factor/again/", codes.reauthenticate, name="mfa_reauthenticate"),
    path("second-factor/set-up/", views.SetUpSecondFactor.as_view(), name="mfa_activate_totp"),
    path("second-factor/take-away/", telephone.deactivate_totp, name="mfa_deactivate_totp"),
    path("second-factor/spare/", spare.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("second-factor/spare/new/", spare.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("second-factor/spare/file/", spare.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("through/<slug:provider_id>/", views.leave, name="openid_connect_login"),
    path("cancelled/", social.login_cancelled, name="socialaccount_login_cancelled"),
]
