"""All settings. Each is an environment variable with a working default; docs/operations.md lists them."""

import os
import secrets
import sys
from pathlib import Path

import dj_database_url
from django.utils.csp import CSP

BASE = Path(__file__).resolve().parent


def flag(name: str, default: bool = False) -> bool:
    return os.environ.get(name, "1" if default else "").strip().lower() in {"1", "true", "yes", "on"}


def number(name: str, default: int) -> int:
    return int(os.environ.get(name) or default)


def words(name: str, default: str = "") -> list[str]:
    return [word for word in os.environ.get(name, default).replace(",", " ").split() if word]


# Where data lives. One folder holds everything that must be backed up.
DATA = Path(os.environ.get("STERKE_DATA") or Path.cwd() / "var").resolve()
DEMO, DEBUG, TESTING = flag("STERKE_DEMO"), flag("STERKE_DEBUG"), "pytest" in sys.modules


def secret_key() -> str:
    """The key from the environment, else one made once and kept in the data folder, readable by its owner only."""
    if os.environ.get("STERKE_SECRET_KEY"):
        return os.environ["STERKE_SECRET_KEY"]
    if TESTING:
        return "only-for-tests-" + "x" * 40
    path = DATA / "secret_key"
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        DATA.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600, exist_ok=True)
        path.write_text(secrets.token_urlsafe(50))
        return path.read_text().strip()


SECRET_KEY = secret_key()
PORT = number("PORT", 8000)
# The address people type; links in mails are made from it, never from the Host header.
SITE_URL = os.environ.get("STERKE_URL", f"http://localhost:{PORT}").rstrip("/")
SECURE = SITE_URL.startswith("https://")
ALLOWED_HOSTS = words("STERKE_HOSTS") or [SITE_URL.split("//")[1].split(":")[0], "localhost", "127.0.0.1"]
CSRF_TRUSTED_ORIGINS = [SITE_URL]
TRUSTED_PROXIES = number("STERKE_TRUSTED_PROXIES", 0)
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Our rooms first: their templates win.
INSTALLED_APPS = """
    sterke.website sterke.publishing sterke.exchange sterke.connections sterke.gatherings sterke.advocacy sterke.goals
    sterke.membership sterke.directory sterke.region sterke.accounts sterke.core wagtail.contrib.redirects wagtail.users
    wagtail.snippets wagtail.documents wagtail.images wagtail.sites wagtail.admin wagtail modelsearch modelcluster
    taggit django_filters allauth allauth.account allauth.socialaccount allauth.socialaccount.providers.openid_connect
    allauth.mfa allauth.usersessions django_htmx django_tasks_db django.contrib.auth django.contrib.contenttypes
    django.contrib.humanize django.contrib.messages django.contrib.sessions whitenoise.runserver_nostatic
    django.contrib.staticfiles
""".split()  # noqa: SIM905

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "sterke.core.pages.KeptPages",
    "sterke.core.turn.OneAtATime",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "sterke.core.headers.SafetyHeaders",
    "sterke.core.api.Door",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "sterke.accounts.gate.SignInGate",
    "django_htmx.middleware.HtmxMiddleware",
    "sterke.website.office.OfficeGate",
]

ROOT_URLCONF = "sterke.urls"
WSGI_APPLICATION = "sterke.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "sterke.core.context.house",
            ],
        },
    }
]

# The database: SQLite in the data folder, or PostgreSQL by DATABASE_URL. trust.md § 5 says why these pragmas.
DATABASE_URL = os.environ.get("DATABASE_URL") or f"sqlite:///{DATA / 'sterke.sqlite3'}"
DATABASES = {"default": dj_database_url.parse(DATABASE_URL, conn_max_age=300)}
# Their connections note what is written, for the pages that are kept (docs/adr/0014).
DATABASES["default"]["ENGINE"] = DATABASES["default"]["ENGINE"].replace("django.db.backends", "sterke.core.engines")
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["CONN_MAX_AGE"] = None
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
else:
    INSTALLED_APPS.append("django.contrib.postgres")  # the search index asks for it
# Rate limits live in the cache: the default of 300 entries would let a crowd push them out.
CACHE = "django.core.cache.backends.db.DatabaseCache"
CACHES = {"default": {"BACKEND": CACHE, "LOCATION": "core_cache", "OPTIONS": {"MAX_ENTRIES": 100_000}}}
PAGE_MEMORY = 0 if DEBUG else number("STERKE_PAGE_MEMORY", 32)  # MB of kept pages in each web process
CACHES["renditions"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "renditions"}
CACHES["charts"] = {"BACKEND": "sterke.core.charts.Shelf", "LOCATION": str(DATA / "charts")}
AT_ONCE = "django.tasks.backends.immediate.ImmediateBackend"
TASKS = {"default": {"BACKEND": AT_ONCE if TESTING else "django_tasks_db.DatabaseBackend"}}

# Language, time, numbers. Bokmål has plain addresses, English stands under /en/.
LANGUAGE_CODE = "nb"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = WAGTAILADMIN_PERMITTED_LANGUAGES = [("nb", "Norsk bokmål"), ("en", "English")]
LOCALE_PATHS, FORMAT_MODULE_PATH = [BASE / "locale"], "sterke.locale"
TIME_ZONE = os.environ.get("STERKE_TIME_ZONE", "Europe/Oslo")
USE_TZ = True
USE_THOUSAND_SEPARATOR = True
WAGTAIL_I18N_ENABLED = False

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STATICFILES_DIRS = [BASE / "static"]
MEDIA_ROOT, MEDIA_URL = DATA / "media", "/media/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
if TESTING or DEBUG:
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True  # files are looked for when asked for, not listed first
DATA_UPLOAD_MAX_MEMORY_SIZE = FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# Sign-in: a code by e-mail, passkeys; no passwords. docs/privacy.md says how it holds together.
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["sterke.accounts.backends.RolesBackend"]
LOGIN_URL, LOGIN_REDIRECT_URL, LOGOUT_REDIRECT_URL = "account_login", "website:my_page", "website:front"
ACCOUNT_ADAPTER = "sterke.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {"request_login_code": "sterke.accounts.forms.SignInForm"}
MFA_FORMS = {"add_webauthn": "sterke.accounts.forms.AddPasskeyForm"}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = 2  # so many times
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "dashed": True, "length": 8}
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "request_login_code": "20/m/ip,200/h/ip,3/15m/key",
    "reauthenticate": "10/m/user",
}
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED, MFA_TOTP_TOLERANCE = True, 1  # a code typed as the next one comes still counts
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE
USERSESSIONS_TRACK_ACTIVITY = False  # the gate notes it every ten minutes instead of writing on each request
# A session ends after so many hours without use, and after so many in all; the secretariat's sooner.
SESSION_IDLE_HOURS = number("STERKE_SESSION_IDLE_HOURS", 7 * 24)
SESSION_LONGEST_HOURS = number("STERKE_SESSION_LONGEST_HOURS", 30 * 24)
SECRETARIAT_IDLE_HOURS = number("STERKE_SECRETARIAT_IDLE_HOURS", 12)
# OpenID Connect (Entra ID): on when STERKE_OIDC_URL is set.
OIDC = os.environ.get("STERKE_OIDC_URL", "")
OIDC_NAME = os.environ.get("STERKE_OIDC_NAME", "Microsoft")
SOCIALACCOUNT_ADAPTER = "sterke.accounts.adapter.OutsideAdapter"
if OIDC:
    OIDC_APP = {
        "provider_id": "oidc",
        "name": OIDC_NAME,
        "client_id": os.environ.get("STERKE_OIDC_CLIENT_ID", ""),
        "secret": os.environ.get("STERKE_OIDC_SECRET", ""),
        "settings": {"server_url": OIDC, "oauth_pkce_enabled": True},
    }
    SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [OIDC_APP]}}

# Cookies and headers.
SESSION_ENGINE = "sterke.accounts.sessions"
SESSION_COOKIE_AGE = SESSION_LONGEST_HOURS * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_NAME = "__Host-session" if SECURE else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "sterke.website.errors.csrf_failure"
SECURE_SSL_REDIRECT, SECURE_REDIRECT_EXEMPT = SECURE, [r"^helse/$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"
OWN = ("script-src", "style-src", "img-src", "font-src", "connect-src", "manifest-src", "form-action")
NOBODY = ("default-src", "base-uri", "object-src", "frame-ancestors")
SECURE_CSP = {name: [CSP.NONE] for name in NOBODY} | {name: [CSP.SELF] for name in OWN}
SILENCED_SYSTEM_CHECKS = ["security.W004", "security.W008", "security.W012", "security.W016"] if not SECURE else []

# E-mail. Outside demo mode mails leave over SMTP; in demo mode they stay in the inbox page.
SMTP = {"host": os.environ.get("STERKE_SMTP_HOST", "localhost"), "port": number("STERKE_SMTP_PORT", 25), "timeout": 20}
SMTP |= {
    part: os.environ.get(f"STERKE_SMTP_{name}", "") for part, name in (("username", "USER"), ("password", "PASSWORD"))
}
SMTP |= {"use_tls": flag("STERKE_SMTP_STARTTLS"), "use_ssl": flag("STERKE_SMTP_TLS")}
MAILERS: dict[str, dict] = {"default": {"BACKEND": "sterke.core.outbox.Others"}}  # libraries' letters go our way too
MAILERS["smtp"] = {"BACKEND": "sterke.core.postman.Smtp", "OPTIONS": SMTP}
DEFAULT_FROM_EMAIL = os.environ.get("STERKE_MAIL_FROM", "post@example.no")
MAIL_ONLY_TO = words("STERKE_MAIL_ONLY_TO")  # when set, mail goes to these only (test and restored environments)
BULK = {part: os.environ.get(f"STERKE_BULK_{part.upper()}", "") for part in ("anyway", "hook", "mailbox", "selector")}

WAGTAIL_SITE_NAME = "sterke"
WAGTAILIMAGES_IMAGE_MODEL, WAGTAILIMAGES_IMAGE_FORM_BASE = "publishing.Picture", "sterke.publishing.forms.PictureForm"
WAGTAILIMAGES_EXTENSIONS, WAGTAILIMAGES_MAX_IMAGE_PIXELS = ["jpg", "jpeg", "png", "webp", "avif"], 60_000_000
WAGTAILADMIN_BASE_URL, WAGTAIL_USER_TIME_ZONES = SITE_URL, [TIME_ZONE]
WAGTAIL_ENABLE_UPDATE_CHECK = WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = WAGTAIL_EMAIL_MANAGEMENT_ENABLED = WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILDOCS_SERVE_METHOD, WAGTAILADMIN_LOGIN_URL = "serve_view", LOGIN_URL

LINE = "%(asctime)s %(levelname)s %(name)s %(message)s"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "sterke.core.headers.OneLine", "format": LINE}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("STERKE_LOG", "WARNING")},
}
