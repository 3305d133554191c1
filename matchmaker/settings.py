"""Settings, all from the environment. docs/deployment.md lists every variable with what it may hold."""

import os
from datetime import timedelta
from pathlib import Path

from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from matchmaker import environment as from_env

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = from_env.folder("DATA_DIR", BASE_DIR / ".data")
# One thread of BLAS in every process, read when numpy is loaded: two that share a product wait for each other as soon
# as another process is busy, and lose more than half. Work is shared out by workers and by shares of a search instead.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# Demo mode: invented data, one-click personas, stored matches public, plain http on this machine.
DEMO_MODE = from_env.flag("DEMO_MODE", default=False)
DEBUG = from_env.flag("DEBUG", default=False)
if DEBUG and not DEMO_MODE:
    raise ImproperlyConfigured("DEBUG is true. It may be true only where DEMO_MODE is: it shows settings to readers.")

if DEMO_MODE:
    SECRET_KEY = from_env.text("SECRET_KEY") or from_env.kept_secret(DATA_DIR / "secret_key")
else:
    SECRET_KEY = from_env.required("SECRET_KEY", "a long random string that signs sessions; keep it secret")
if len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 5:
    raise ImproperlyConfigured(
        f"SECRET_KEY has {len(SECRET_KEY)} characters, {len(set(SECRET_KEY))} of them different. "
        "It must have at least 50, random ones."
    )

ALLOWED_HOSTS = from_env.items(
    "ALLOWED_HOSTS",
    "localhost,127.0.0.1,[::1]" if DEMO_MODE else "",
    r"\*|\.?[\w.-]+|\[[0-9a-fA-F:]+\]",
    "It may hold host names without scheme and port, separated by commas.",
)
if not ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS is empty. It must hold the host names of the site, separated by commas.")
CSRF_TRUSTED_ORIGINS = from_env.items(
    "CSRF_TRUSTED_ORIGINS",
    "",
    r"https?://[^/\s]+",
    "It may hold addresses such as https://match.example, without a path.",
)

INSTALLED_APPS = [
    # Before accounts, which takes some of their pages out of the admin.
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "knox",
    "accounts",
    "taxonomy",
    "listings",
    "startups",
    "cities",
    "matching",
    "desk",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
    "django_htmx",
    "django_filters",
    "crispy_forms",
    "crispy_bootstrap5",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_celery_beat",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "desk.middleware.BrowserLimitsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "desk.middleware.BrowserMethodsMiddleware",
    "desk.middleware.HealthMiddleware",
    "desk.middleware.DatabaseAwayMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "matchmaker.rest.ApiLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.PrivatePagesMiddleware",
    "accounts.middleware.SignInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.FirstThingsFirstMiddleware",
    "accounts.middleware.SearchLimitMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "startups.middleware.FormerAddressMiddleware",
]

ROOT_URLCONF = "matchmaker.urls"
WSGI_APPLICATION = "matchmaker.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "desk.context_processors.site",
                "accounts.context_processors.operator",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# PostgreSQL -----------------------------------------------------------------------------------------------------------
DATABASES = {
    "default": from_env.database("DATABASE_URL", "postgresql://user:password@db:5432/matchmaker")
    | {
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "connect_timeout": 2,
            "options": (
                f"-c statement_timeout={from_env.whole_number('STATEMENT_TIMEOUT_MS', 30_000, 1_000, 600_000)}"
                " -c lock_timeout=10000 -c hnsw.iterative_scan=strict_order"
            ),
        },
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Redis: broker on database 0, cache on database 1, because clearing the cache is FLUSHDB ------------------------------
REDIS_URL = from_env.redis("REDIS_URL", "redis://redis:6379")
if REDIS_URL.startswith("unix://"):
    CELERY_BROKER_URL = f"redis+socket://{REDIS_URL.removeprefix('unix://')}?virtual_host=0"
    CACHE_URL = f"{REDIS_URL}?db=1"
else:
    CELERY_BROKER_URL = f"{REDIS_URL}/0"
    CACHE_URL = f"{REDIS_URL}/1"
# Installations that share one server keep apart by it, in the cache and in the queues.
REDIS_PREFIX = from_env.text("REDIS_PREFIX", "matchmaker")
REDIS_TIMEOUTS = {"socket_timeout": 2, "socket_connect_timeout": 2}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": CACHE_URL,
        "OPTIONS": REDIS_TIMEOUTS,
        "KEY_PREFIX": REDIS_PREFIX,
    },
    # listings/counting.py: of each process, because pages are read without Redis too.
    "counts": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "counts"},
    # Up to a megabyte each.
    "orders": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "orders",
        "OPTIONS": {"MAX_ENTRIES": 20},
    },
}

# Celery: PostgreSQL is the truth, Redis the doorbell. Each of these decides whether a killed worker loses work.
CELERY_BROKER_TRANSPORT_OPTIONS = REDIS_TIMEOUTS | {
    "global_keyprefix": f"{REDIS_PREFIX}:",
    "visibility_timeout": 1_800,
    "unacked_restore_throttle": 1,
    "max_retries": 1,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 1_500
CELERY_TASK_SOFT_TIME_LIMIT = 1_400
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_TASK_ROUTES = {"matching.tasks.embed_*": {"queue": "embedding"}}
CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"
CELERY_BEAT_SCHEDULE = {
    "heartbeat": {"task": "desk.tasks.beat_heart", "schedule": 15.0, "options": {"expires": 15}},
    "sweep": {"task": "matching.tasks.sweep", "schedule": 60.0, "options": {"expires": 60}},
    "nightly-rematch": {"task": "matching.tasks.start_nightly_run", "schedule": crontab(hour=3, minute=17)},
    "count-words": {"task": "matching.tasks.count_unglossed_words", "schedule": crontab(hour=5, minute=31)},
    "tell-what-was-lost": {"task": "listings.tasks.tell_what_was_lost", "schedule": 300.0, "options": {"expires": 300}},
    "confirm-profiles": {"task": "startups.tasks.remind_to_confirm", "schedule": crontab(hour=9, minute=23)},
    "forget-what-has-lapsed": {"task": "accounts.tasks.forget_what_has_lapsed", "schedule": crontab(hour=2, minute=7)},
    "look-for-duplicates": {"task": "desk.tasks.look_for_duplicates", "schedule": 300.0, "options": {"expires": 300}},
    "finish-old-mergers": {"task": "desk.tasks.finish_old_mergers", "schedule": crontab(hour=2, minute=37)},
    "imports": {"task": "desk.tasks.sweep_imports", "schedule": 60.0, "options": {"expires": 60}},
    "forget-imports": {"task": "desk.tasks.forget_imports", "schedule": crontab(hour=2, minute=47)},
    "look-over-drafts": {"task": "desk.tasks.look_over_what_was_lost", "schedule": 60.0, "options": {"expires": 60}},
    "close-expired-needs": {"task": "cities.tasks.lapse_expired_needs", "schedule": crontab(hour=0, minute=7)},
}

# Accounts -------------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.SignInBackend", "accounts.backends.CuratorBackend"]
# What curators may manage in the admin; people's accounts are not among it.
CURATED_APPS = ["taxonomy", "startups", "cities", "matching"]
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "accounts:welcome"
LOGOUT_REDIRECT_URL = "matching:home"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email", "username"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = "sign_in_name"
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
# Codes, not links: mail gateways of offices open links, and a code brings one back to the page one came from.
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_CHANGE_EMAIL = ACCOUNT_REAUTHENTICATION_REQUIRED = ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_METHODS = ("password", "mfa")
ACCOUNT_FORMS = {
    "login": "accounts.forms.SignInForm",
    "signup": "accounts.forms.SignUpForm",
    "add_email": "accounts.forms.AddEmailForm",
    "change_email": "accounts.forms.ChangeEmailForm",
    "confirm_email_verification_code": "accounts.forms.ConfirmEmailForm",
    "change_password": "accounts.forms.ChangePasswordForm",
    "set_password": "accounts.forms.SetPasswordForm",
    "reset_password": "accounts.forms.ResetPasswordForm",
    "confirm_password_reset_code": "accounts.forms.ConfirmResetForm",
    "reset_password_from_key": "accounts.forms.NewPasswordForm",
    "reauthenticate": "accounts.forms.ReauthenticateForm",
}
MFA_ADAPTER = "accounts.adapter.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "accounts.forms.SecondFactorForm",
    "reauthenticate": "accounts.forms.ReauthenticateByFactorForm",
    "activate_totp": "accounts.forms.ActivateFactorForm",
}
# Telephones whose clock is half a minute off are common.
MFA_TOTP_TOLERANCE = 1
# How often, beside allauth's own limits: amount / time / whose (address or account).
PAGE_RATES = {
    "code": "10/m/ip,60/d/ip",
    "signup": "20/m/ip",
    "invite": "60/h/user",
    "tokens": "20/h/user",
    "export": "10/h/user",
    "paste": "30/m/ip",
    "search": "120/m/ip",
    "begin": "20/h/user",
    "upload": "120/h/user",
    "letter": "30/h/user",
    "claim": "10/h/user",
    "effects": "120/m/user",
    "register": "20/d/user",
    "write": "60/m/user",
    "question": "20/h/user",
    "list": "60/h/user",
    "import": "60/h/user",
}
MOST_API_TOKENS = 20
KNOX_TOKEN_MODEL = "accounts.ApiToken"  # noqa: S105 - the name of a model
# Its own migrations make its own table of tokens, which nothing uses and which points at people.
MIGRATION_MODULES = {"knox": None}
REST_KNOX = {"TOKEN_TTL": timedelta(days=365)}
vars().update(from_env.mail("EMAIL_URL", "consolemail://"))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = from_env.address("DEFAULT_FROM_EMAIL", "matchmaker@localhost")

# The site's own address, for links in mails: they are written where no request tells it.
_OWN_HOST = ALLOWED_HOSTS[0].lstrip(".*") or "localhost"
SITE_URL = from_env.matching(
    "SITE_URL",
    f"http://127.0.0.1:{os.environ.get('PORT', '8000')}" if DEMO_MODE else f"https://{_OWN_HOST}",
    r"https?://[^/\s]+",
    "It may hold an address such as https://match.example, without a path.",
)

# Who runs the site, as the law wants it named; shown in the footer and in the documents -------------------------------
OPERATOR_NAME = from_env.text("OPERATOR_NAME")
OPERATOR_CONTACT = from_env.text("OPERATOR_CONTACT")
ICP_NUMBER = from_env.matching(
    "ICP_NUMBER",
    "",
    r"(\w{1,2}ICP[备证]\w*\d+号(-\d+)?)?",
    "It may be the number of the ICP filing, such as 京ICP备2026000001号-1.",
)
PUBLIC_SECURITY_NUMBER = from_env.matching(
    "PUBLIC_SECURITY_NUMBER",
    "",
    r"(\w公网安备 ?\d{14}号)?",
    "It may be the number of the filing with public security, such as 京公网安备11010502000001号.",
)

# Languages: English at /, Simplified Chinese at /zh-hans/, Hebrew at /he/ ---------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("zh-hans", _("Simplified Chinese")), ("he", _("Hebrew"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = from_env.time_zone("TIME_ZONE", "Asia/Shanghai")
USE_I18N = True
USE_TZ = True

# Static files ---------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = from_env.folder("MEDIA_ROOT", BASE_DIR / "media")
# Pictures and fonts are packed already; maps are for developers and large: packing them took most of the time.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["jpg", "jpeg", "png", "webp", "gif", "ico", "zip", "gz", "br", "woff2", "map"]
# Pages name files with their hash only; those without it would be packed a second time.
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
# The demo serves straight from static/, so that nothing has to be collected before its first page.
WHITENOISE_USE_FINDERS = DEMO_MODE
STATIC_ROOT = None if DEMO_MODE else from_env.folder("STATIC_ROOT", BASE_DIR / "staticfiles")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEMO_MODE
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# Security -------------------------------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "startups.upload_handlers.LargestFile",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
# Uploads lie outside everything a web server hands out by itself; only the view `startups:file` opens them.
FILE_UPLOAD_PERMISSIONS = 0o600
if not DEMO_MODE:
    SECURE_SSL_REDIRECT = from_env.flag("SECURE_SSL_REDIRECT", default=True)
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = from_env.whole_number("SECURE_HSTS_SECONDS", 31_536_000, 0, 63_072_000)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME, LANGUAGE_COOKIE_NAME = "__Host-session", "__Host-csrf", "__Host-language"
    LANGUAGE_COOKIE_SECURE = LANGUAGE_COOKIE_HTTPONLY = True

# API ------------------------------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_AUTHENTICATION_CLASSES": [
        # First, because the first one names the header that a 401 asks for.
        "accounts.authentication.ApiTokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "listings.paging.Pages",
    "DEFAULT_SCHEMA_CLASS": "matchmaker.schema.OurSchema",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_THROTTLE_CLASSES": [
        "accounts.throttles.FailOpenThrottle",
        "accounts.throttles.WriteThrottle",
        "accounts.throttles.SearchThrottle",
    ],
    "DEFAULT_THROTTLE_RATES": {
        "anon": from_env.rate("API_ANONYMOUS_RATE", "600/minute"),
        "user": from_env.rate("API_USER_RATE", "1200/minute"),
        "write": from_env.rate("API_WRITE_RATE", "60/minute"),
        "search": from_env.rate("API_SEARCH_RATE", "120/minute"),
    },
    "EXCEPTION_HANDLER": "matchmaker.rest.handle_exception",
    # Named in the file name of the downloaded schema: anything else in ?version= is left out of that header.
    "ALLOWED_VERSIONS": ["1"],
    "NUM_PROXIES": from_env.whole_number("TRUSTED_PROXIES", 0, 0, 10),
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Matchmaker",
    "DESCRIPTION": "Israeli startups, the needs of Chinese cities, and the explained matches between them.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "ENUM_NAME_OVERRIDES": {
        "DecisionVerbEnum": "matching.models.Verb",
        "RulingVerbEnum": "matching.models.RulingVerb",
    },
}

# Matching -------------------------------------------------------------------------------------------------------------
# `language` reads these itself, from the environment, because it stands on its own; here they are only checked.
from_env.importable("ENCODER")
from_env.importable("TRANSLATOR")
from_env.whole_number("ENCODER_THREADS", 1, 1, 256)
os.environ["LANGUAGE_CACHE"] = str(from_env.folder("LANGUAGE_CACHE", DATA_DIR / "language"))
# Compiled scoring is kept beside the data: the folder of the code may be read-only.
os.environ.setdefault("NUMBA_CACHE_DIR", str(DATA_DIR / "numba"))
# Ids of one block of a full rematch, which is one Celery task, and of one table that workers keep.
MATCHING_BLOCK_SIZE = from_env.whole_number("MATCHING_BLOCK_SIZE", 10_000, 1, 1_000_000)

# Logging --------------------------------------------------------------------------------------------------------------
LOG_LEVEL = from_env.one_of("LOG_LEVEL", "INFO", ("DEBUG", "INFO", "WARNING", "ERROR"))
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    # It tells at every import that it has been imported.
    "loggers": {"pikepdf": {"level": "WARNING"}},
}
