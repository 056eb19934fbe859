"""One settings file for every place. Differences are environment variables, listed in `.env.example`."""

import re
from datetime import time
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from environs import Env

from kit.brands import wrong_brand

BASE_DIR = Path(__file__).resolve().parent.parent
env = Env()

# A demo says so on every page. Everything that makes life easy for a visitor hangs on this one switch.
DEMO = env.bool("DEMO", False)
DEBUG = env.bool("DEBUG", False)
SECRET_KEY = env.str("SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["127.0.0.1", "localhost"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", [])
HTTPS = env.bool("HTTPS", not DEMO)
COUNCIL_NAME = env.str("COUNCIL_NAME", "Demo Council" if DEMO else "")
# What a case reference looks like in this council's case system, and an example to show beside the box.
CASE_REFERENCE_PATTERN = env.str("CASE_REFERENCE_PATTERN", r"[A-Z]{2}\d{6}")
CASE_REFERENCE_EXAMPLE = env.str("CASE_REFERENCE_EXAMPLE", "QA123456")

# The council's nine-character code in published files, such as E06000016; empty: nothing published is called its own.
LOCAL_AUTHORITY_CODE = env.str("LOCAL_AUTHORITY_CODE", "E06999001" if DEMO else "")

# How reports look: the council's colour, logo and typeface; empty: the portal's own.
BRAND_COLOUR = env.str("BRAND_COLOUR", "") or "#0e4f53"
BRAND_LOGO = env.str("BRAND_LOGO", "")
BRAND_FONT = env.str("BRAND_FONT", "")
BRAND_FONT_FOLDER = env.str("BRAND_FONT_FOLDER", "")

# A safeguarding concern is acknowledged within so many hours of the council's working time, or goes to the next person.
CONCERN_WORKING_HOURS = env.float("CONCERN_WORKING_HOURS", 4)
# Working days in which the owner of an indicator answers when a note is asked for.
NOTE_WORKING_DAYS = env.int("NOTE_WORKING_DAYS", 10)
WORKING_DAY_STARTS = env.time("WORKING_DAY_STARTS", time(9))
WORKING_DAY_ENDS = env.time("WORKING_DAY_ENDS", time(17))

if CONCERN_WORKING_HOURS <= 0 or WORKING_DAY_ENDS <= WORKING_DAY_STARTS:
    raise ImproperlyConfigured("CONCERN_WORKING_HOURS must be above 0, and WORKING_DAY_ENDS after WORKING_DAY_STARTS.")
if LOCAL_AUTHORITY_CODE and not re.fullmatch(r"[EW]\d{8}", LOCAL_AUTHORITY_CODE):
    raise ImproperlyConfigured("LOCAL_AUTHORITY_CODE must be a code of nine characters, such as E06000016, or empty.")
if wrong := wrong_brand(BRAND_COLOUR, logo=BRAND_LOGO, font=BRAND_FONT, font_folder=BRAND_FONT_FOLDER):
    raise ImproperlyConfigured(wrong)
if not DEMO:
    if DEBUG:
        raise ImproperlyConfigured("DEBUG shows secrets to strangers: it is allowed only with DEMO=1.")
    if len(SECRET_KEY) < 50 or SECRET_KEY.startswith(("demo-", "django-insecure-")):
        raise ImproperlyConfigured("SECRET_KEY must be a secret of your own, 50 characters or more.")
    if not COUNCIL_NAME:
        raise ImproperlyConfigured("COUNCIL_NAME names the council on every page and report; set it.")

INSTALLED_APPS = [
    "kit",
    "people",
    "improvement",
    "audits",
    "kpis",
    "reports",
    "qaportal",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "crispy_forms",
    "django_tables2",
    "pgtrigger",
    "pghistory",
    "csp",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    # What every answer says comes before whatever may answer early: a redirect to https, a static file, an error.
    "qaportal.middleware.AnswerMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "pghistory.middleware.HistoryMiddleware",
]

ROOT_URLCONF = "qaportal.urls"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"  # so that templates/quick/django/ comes before Django's own
WSGI_APPLICATION = "qaportal.wsgi.application"
TEMPLATES = [
    {
        # First, so that lists of options are drawn by it; see kit/quick.py.
        "NAME": "quick",
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates" / "quick"],
        "OPTIONS": {"environment": "kit.quick.environment"},
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "qaportal.context_processors.portal",
            ],
        },
    },
]

DATABASES = {"default": env.dj_db_url("DATABASE_URL", conn_max_age=60, conn_health_checks=True)}
if DATABASES["default"]["ENGINE"] != "django.db.backends.postgresql":
    raise ImproperlyConfigured("DATABASE_URL must name a Postgres database: postgres://user@host/name")
# No trigger of the history is to be ignored, and each looks that up for every row. Where nothing is set it catches an
# error, and Postgres then goes through all foreign keys that the transaction has still to check: many rows in one
# transaction would cost the square of their number.
_options = DATABASES["default"].setdefault("OPTIONS", {})
_options["options"] = f"{_options.get('options', '')} -c pgtrigger.ignore={{}}".strip()
CACHES = {
    # In the database, so that sign-in rate limits hold across web workers; its table comes with kit's migration.
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "kit_cache"},
}

# Worked off by `manage.py db_worker`.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "people.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
# Wrong passwords are limited by allauth for each account and address. A whole council may have one address to the
# outside and signs in at nine, so signing in as such is limited only where nobody types.
ACCOUNT_RATE_LIMITS = {"login": "120/m/ip"}

SESSION_ENGINE = "qaportal.sessions"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
KNOWN_BROWSER_COOKIE = "__Host-known" if HTTPS else "known"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
BEHIND_PROXY = env.bool("BEHIND_PROXY", False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
# Else every visitor has the proxy's address, and one who mistypes a password keeps everybody out.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        # The hash is that of an empty style element, which Plotly inserts and fills through the object model.
        "style-src": [SELF, "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
PERMISSIONS_POLICY = {feature: [] for feature in ("camera", "geolocation", "microphone", "payment", "usb")}

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = env.path("STATIC_ROOT", BASE_DIR / "staticfiles")
# A demo serves the files where they lie; production collects them under names that carry their hash.
WHITENOISE_USE_FINDERS = DEMO
WHITENOISE_AUTOREFRESH = DEBUG
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEMO
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# A form field may hold a long paste; files are limited where they are read (kit/uploads.py).
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "kit.uploads.SizeLimit",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
# E-mails hold no child's data: a sentence and a link to here.
SITE_URL = env.str("SITE_URL", "http://127.0.0.1:8000" if DEMO else f"https://{ALLOWED_HOSTS[0]}").rstrip("/")
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("DEFAULT_FROM_EMAIL", f"qaportal@{urlsplit(SITE_URL).hostname}")
EMAIL_FILE_PATH = BASE_DIR / ".data" / "mail"  # where a demo puts what it would send
_email = env.dj_email_url("EMAIL_URL", "file:" if DEMO else "smtp://localhost:25")
if "EMAIL_BACKEND" not in _email:
    raise ImproperlyConfigured("EMAIL_URL must be like submission://user:password@mail.example:587")
EMAIL_BACKEND = _email["EMAIL_BACKEND"]
EMAIL_HOST, EMAIL_PORT = _email["EMAIL_HOST"], _email["EMAIL_PORT"]
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _email["EMAIL_HOST_USER"], _email["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS, EMAIL_USE_SSL = _email["EMAIL_USE_TLS"], _email["EMAIL_USE_SSL"]
EMAIL_TIMEOUT = 10  # seconds: a mail server that does not answer never keeps anybody waiting for long

CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "govuk"
DJANGO_TABLES2_TEMPLATE = "components/table.html"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"()": "kit.logs.WithoutRows"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "WARNING")},
}
