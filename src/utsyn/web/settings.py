"""How this Utsyn runs. Everything that differs between installations comes from the environment.

UTSYN_DATABASE_URL   a PostgreSQL database; without it the embedded one, in a file
UTSYN_HOME           the institution's own folder: calls, theme.css
UTSYN_ALLOWED_HOSTS  the names it answers to, with commas between; without it only this machine, without TLS
UTSYN_SECRET_KEY     signs cookies and forms; without it a key is made once and kept beside the data
UTSYN_OIDC_ISSUER    the identity provider people sign in with, https://…; without it passwords and second factors
UTSYN_OIDC_CLIENT    … by which name it knows this installation; its redirect address is /oidc/…/callback/
UTSYN_OIDC_SECRET    … and the secret that it gave
UTSYN_OIDC_NAME      … what people call it: Feide
UTSYN_OIDC_SCOPES, _GROUPS, _GROUPS_URL   … what it is asked for, the claim and the address that tell of groups
UTSYN_OIDC_2_ISSUER  … a second one, with the same further names; and so on
UTSYN_PROXIES        how many proxies stand in front and write X-Forwarded-For; 0 unless told
UTSYN_EMAIL_URL      the e-mail server, smtp://USER:PASSWORD@HOST:PORT?tls=start|ssl; without it letters wait
UTSYN_EMAIL_FROM     … and whom they come from: Utsyn <utsyn@example.org>
UTSYN_ROR            the university whose evidence is computed, by its ROR id; without it nothing is, but the demo's
UTSYN_MEMORY         how much memory computing may use: 1500MB unless told
UTSYN_DEBUG          1 shows faults in the browser: never where others can reach it
"""

import os

from csp.constants import NONE, SELF

from utsyn.web import database
from utsyn.web.letters.server import server
from utsyn.web.people.signin.providers import providers, proxies
from utsyn.web.signing_key import signing_key

DEBUG = os.environ.get("UTSYN_DEBUG") == "1"
HOSTS = [host.strip() for host in os.environ.get("UTSYN_ALLOWED_HOSTS", "").split(",") if host.strip()]
SECRET_KEY = os.environ.get("UTSYN_SECRET_KEY") or signing_key(database.folder())
DATABASES = database.databases()

# Who names other hosts than this machine serves others, and others get TLS or nothing.
HERE_ALONE = ["localhost", "127.0.0.1", "[::1]"]
ALLOWED_HOSTS = HOSTS or HERE_ALONE
SERVES_OTHERS = not set(ALLOWED_HOSTS) <= set(HERE_ALONE)
# Where letters and calendars send people.
SITE = (
    f"https://{HOSTS[0]}" if SERVES_OTHERS else f"http://{os.environ.get('UTSYN_ADDRESS', '127.0.0.1:8000')}"
)
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SERVES_OTHERS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if SERVES_OTHERS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SERVES_OTHERS
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "utsyn_session", "utsyn_form"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "utsyn.web.errors.form_expired"
X_FRAME_OPTIONS = "DENY"
# Links to sources must not carry the address of an answer, which is its key.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# Letters wait in a queue (utsyn.web.letters); a link to a new password goes at once, by the same server.
MAIL = server(os.environ)
EMAIL_HOST, EMAIL_PORT, EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL[:4]
EMAIL_USE_TLS, EMAIL_USE_SSL, EMAIL_TIMEOUT = MAIL.tls == "start", MAIL.tls == "ssl", 20
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if MAIL.host else 'dummy'}.EmailBackend"
DEFAULT_FROM_EMAIL = SERVER_EMAIL = MAIL.sender

# What evidence is about, and where its vintages lie (utsyn.web.evidence).
ROR = os.environ.get("UTSYN_ROR", "").rpartition("/")[2]
EVIDENCE, MEMORY = database.folder() / "evidence", os.environ.get("UTSYN_MEMORY") or "1500MB"

LARGEST_BODY = 1_000_000  # bytes; the fullest proposal seen takes 20,000
DATA_UPLOAD_MAX_MEMORY_SIZE = LARGEST_BODY
DATA_UPLOAD_MAX_NUMBER_FIELDS = 3000

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
    "csp",
    "django_htmx",
    "utsyn.web",
]
AUTH_USER_MODEL = "utsyn.User"

# Who comes in, and how: utsyn.web.people.signin
PROVIDERS = providers(os.environ)
PROXIES = proxies(os.environ)
if PROXIES:  # … and they say whether the browser came by TLS
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL, LOGIN_REDIRECT_URL, LOGOUT_REDIRECT_URL = "account_login", "front", "front"
SESSION_COOKIE_AGE = 8 * 3600  # seconds without a page asked for: utsyn.web.people.signin.guard.Idle
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES
ACCOUNT_ADAPTER = "utsyn.web.people.signin.adapter.Accounts"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_VERIFICATION = "none"  # who adds a person knows her address
ACCOUNT_FORMS = {
    "change_password": "utsyn.web.people.signin.forms.ChangePassword",
    "login": "utsyn.web.people.signin.forms.SignIn",
    "reauthenticate": "utsyn.web.people.signin.forms.AgainByPassword",
    "reset_password": "utsyn.web.people.signin.forms.AskForLink",
    "reset_password_from_key": "utsyn.web.people.signin.forms.ChoosePassword",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_RATE_LIMITS = {"login_failed": "30/m/ip,10/5m/key"}  # codes; passwords are django-axes' matter
ACCOUNT_REAUTHENTICATION_METHODS = ["password", "mfa"]
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_SIGNUP_ENABLED = False
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
MFA_ADAPTER = "utsyn.web.people.signin.adapter.SecondFactors"
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_FORMS = {
    "activate_totp": "utsyn.web.people.signin.forms.SetUp",
    "authenticate": "utsyn.web.people.signin.forms.Code",
    "reauthenticate": "utsyn.web.people.signin.forms.AgainByCode",
}
MFA_TOTP_ISSUER = "Utsyn"
MFA_TOTP_TOLERANCE = 1  # steps of half a minute by which a telephone's clock may be off
SOCIALACCOUNT_ADAPTER = "utsyn.web.people.signin.adapter.Providers"
SOCIALACCOUNT_EMAIL_REQUIRED = False
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": PROVIDERS}}
SOCIALACCOUNT_REAUTHENTICATION_REQUIRED = True
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_DISABLE_ACCESS_LOG = True  # nobody's comings and goings are kept
AXES_SENSITIVE_PARAMETERS = ["login", "username", "ip_address"]
AXES_USERNAME_CALLABLE = "utsyn.web.people.signin.guessing.name_tried"
AXES_CLIENT_IP_CALLABLE = "utsyn.web.people.signin.guessing.address"
AXES_LOCKOUT_CALLABLE = "utsyn.web.people.signin.guessing.locked"
AXES_VERBOSE = False
# Codes that were used and tries that are counted must be known to every worker.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "utsyn_cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "utsyn.web.guards.Headers",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "utsyn.web.languages.Languages",
    "utsyn.web.guards.Bodies",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "utsyn.web.guards.Faults",
    "utsyn.web.people.signin.guard.Idle",
    "utsyn.web.people.signin.guard.SecondFactor",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "utsyn.web.urls"
WSGI_APPLICATION = "utsyn.web.wsgi.application"
HERE = database.HERE
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "utsyn.web.respond.around",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "utsyn.web.templatetags.words",
            ],
            "string_if_invalid": "⁇" if DEBUG else "",
        },
    }
]

LANGUAGES = [("nb", "Bokmål"), ("nn", "Nynorsk"), ("en", "English")]
LANGUAGE_CODE = "nb"
LOCALE_PATHS = [HERE / "locale"]
USE_TZ = True
TIME_ZONE = os.environ.get("UTSYN_TIME_ZONE", "Europe/Oslo")

STATIC_URL = "/static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "utsyn.web.stamped.Stamped"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 0 if DEBUG else 24 * 3600

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}, "nowhere": {"class": "logging.NullHandler"}},
    # Faults only: a line for each page not found would put the keys of answers in a file.
    "loggers": {
        "django": {"handlers": ["console"], "level": "ERROR", "propagate": False},
        "django.security.DisallowedHost": {
            "handlers": ["nowhere"],
            "propagate": False,
        },  # strangers knock all day
    },
}
