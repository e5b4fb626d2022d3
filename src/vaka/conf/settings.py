"""Django's settings, all from the installation's environment."""

from datetime import timedelta
from pathlib import Path

from csp.constants import NONE, SELF

from vaka.conf import environment
from vaka.conf.database import database
from vaka.signed_video.certificates import read_authorities

VAKA = environment.read()
DEVELOPMENT = VAKA.development == "yes"
ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "web"

SECRET_KEY = VAKA.secret_key or environment.kept_secret(VAKA.data_path, "django-secret")
SIGNING_AUTHORITIES = read_authorities(VAKA.signing_authorities)
WEBHOOK_SECRET = VAKA.webhook_secret or environment.kept_secret(
    VAKA.data_path, "webhook-secret"
)
EDGE_TOKEN = VAKA.edge_token or environment.kept_secret(VAKA.data_path, "edge-token")
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", environment.host(VAKA.public_url)]
CSRF_TRUSTED_ORIGINS = [VAKA.public_url]

STAGES = [
    "record",
    "municipality",
    "cases",
    "needs",
    "measures",
    "balancing",
    "decisions",
    "operation",
    "response",
    "evaluation",
    "oversight",
]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "axes",
    *[f"vaka.{stage}" for stage in STAGES],
    "vaka.web",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "vaka.web.guests.GuestsKeepToTheirRoom",
    "vaka.web.middleware.ProblemsBecomePages",
    "axes.middleware.AxesMiddleware",  # last, as it asks
]
ROOT_URLCONF = "vaka.conf.urls"
ASGI_APPLICATION = "vaka.conf.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": sorted(WEB.glob("**/templates")),
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "vaka.web.context.place_in_the_house",
            ],
            "builtins": ["vaka.web.templatetags.vaka"],
        },
    }
]

DATABASES = {"default": database(VAKA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "municipality.Person"
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["login"]},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
# Ten failed logins with one name from one address, then a pause (docs/adr/0020).
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True  # who logged in when stands on the person
AXES_USERNAME_FORM_FIELD = "username"  # as Django calls the field, whatever the column
AXES_USERNAME_CALLABLE = "vaka.web.account.attempts.login_counted"
AXES_CLIENT_IP_CALLABLE = "vaka.web.account.attempts.address"
AXES_CLIENT_STR_CALLABLE = "vaka.web.account.attempts.in_the_log"
AXES_LOCKOUT_CALLABLE = "vaka.web.account.attempts.too_many"
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "csrfmiddlewaretoken"]
AXES_VERBOSE = False

LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", "Svenska"), ("en", "English")]
LOCALE_PATHS = sorted(WEB.glob("**/locale"))
TIME_ZONE = "Europe/Stockholm"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAKA.data_path / "static"
STATICFILES_DIRS = [WEB / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "media-src": [SELF, "blob:"],
        "worker-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
SECURE_SSL_REDIRECT = not DEVELOPMENT
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 0 if DEVELOPMENT else 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = not DEVELOPMENT
SESSION_COOKIE_AGE = 12 * 3600  # a long shift; a workstation locks by itself
CSRF_COOKIE_SECURE = not DEVELOPMENT
X_FRAME_OPTIONS = "DENY"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
