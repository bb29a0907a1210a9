"""The project's settings: one file, its values from the environment.

STREETSAFE_ENV is `local` (the default: a newcomer's machine, the demonstration and the tests) or
`production`, which requires its secrets and turns on everything that needs HTTPS.
"""

from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _
from whitenoise.compress import Compressor

from streetsafe import environment, logs, own_folder
from streetsafe.api_settings import REST_FRAMEWORK, SPECTACULAR_SETTINGS  # noqa: F401  # for Django
from streetsafe.environment import gathered

BASE_DIR = Path(__file__).resolve().parent.parent
# A word that is neither gets what is stricter, until it is refused at the end of this file with all else that is wrong.
ENVIRONMENT = gathered("production", environment.one_of, "STREETSAFE_ENV", "local", "production")
PRODUCTION = ENVIRONMENT == "production"
DEBUG = False if PRODUCTION else gathered(False, environment.flag, "STREETSAFE_DEBUG", default=False)

# Everything the running service writes: database, releases, the local secret.
VAR_DIR = gathered(BASE_DIR / "var", environment.folder, "STREETSAFE_VAR", BASE_DIR / "var", is_production=PRODUCTION)
RELEASES_DIR = VAR_DIR / "releases"
if PRODUCTION:
    gathered(None, own_folder.refuse_a_demonstration, VAR_DIR)
else:
    own_folder.make_folder(VAR_DIR)
NOTHING: list[str] = []
if PRODUCTION:
    SECRET_KEY = gathered("unknown", environment.secret, "SECRET_KEY")
    ALLOWED_HOSTS = gathered(NOTHING, environment.hosts, "ALLOWED_HOSTS")
else:
    SECRET_KEY = gathered("", environment.value, "SECRET_KEY", "") or gathered("unknown", own_folder.secret_of, VAR_DIR)
    ALLOWED_HOSTS = gathered(NOTHING, environment.words, "ALLOWED_HOSTS", "127.0.0.1,localhost,testserver")
# Those before it: what they encrypted can still be read. Keep one while a second factor encrypted with it is in use.
SECRET_KEY_FALLBACKS = gathered(NOTHING, environment.words, "SECRET_KEY_FALLBACKS")

# What an operator changes to make the site their own.
SITE_NAME = gathered("Places", environment.filled, "SITE_NAME", "Places")  # neutral: it stands in every page title
EXIT_URL = gathered(
    "",
    environment.secure_address,
    "EXIT_URL",
    "https://www.bbc.co.uk/weather",
    also=() if PRODUCTION else ("http://127.0.0.1:", "http://localhost:"),
)
# Who runs the site and answers for the figures: pages say it in sentences, so production has no default.
RELEASES_PUBLISHER = gathered(
    "", environment.value, "RELEASES_PUBLISHER", None if PRODUCTION else "Demonstration Council"
)
ROUTES_FILE = gathered("", environment.file, "ROUTES_FILE") or None  # helplines of your own, or changes to ours
# For security.txt; none: no such page.
SECURITY_CONTACT = gathered("", environment.secure_address, "SECURITY_CONTACT", "", also=("mailto:", "tel:"))
CONTACT_ADDRESS = gathered(
    "", environment.value, "CONTACT_ADDRESS", ""
)  # where a letter about the site reaches you, in one line
CONTACT_PHONE = gathered("", environment.value, "CONTACT_PHONE", "")  # a number for words about the site, not for help
# The privacy page names them; a public body must have both, so production has no default.
DATA_PROTECTION_OFFICER = gathered("", environment.value, "DATA_PROTECTION_OFFICER", None if PRODUCTION else "")
ICO_REGISTRATION = gathered("", environment.value, "ICO_REGISTRATION", None if PRODUCTION else "")
# Why the law lets the operator keep what it keeps of its staff: a police force or a council does so as a public task.
LAWFUL_BASIS = gathered("", environment.value, "LAWFUL_BASIS", "public task (UK GDPR, Article 6(1)(e))")
if PRODUCTION:
    why = "the page /contact tells people how to reach you"
    gathered(None, environment.one_at_least, "CONTACT_ADDRESS", "CONTACT_PHONE", reason=why)
# The mail of each Monday: one address, of no person, and the server that takes mail from this machine.
MONDAY_MAIL_TO = gathered("", environment.mail_address, "MONDAY_MAIL_TO")
EMAIL_HOST, EMAIL_PORT = gathered(("localhost", 25), environment.mail_server, "MAIL_SERVER", "localhost:25")
EMAIL_TIMEOUT = 60
# How many proxies of yours a request passes: which entry of X-Forwarded-For is the sender's. Used to count, never kept.
PROXY_COUNT = gathered(1, environment.number, "PROXY_COUNT", int(PRODUCTION), least=int(PRODUCTION), most=9)
# A raster map service, asked by this server alone: such as https://api.example/zxy/{z}/{x}/{y}.png?key={key}
RASTER_URL = gathered("", environment.address_with, "RASTER_URL", "z", "x", "y", may_have="key")
RASTER_KEY = gathered("", environment.value, "RASTER_KEY", None if "{key}" in RASTER_URL else "")
RASTER_ATTRIBUTION = gathered("", environment.value, "RASTER_ATTRIBUTION", None if RASTER_URL else "")  # licences ask
RASTER_MAX_ZOOM = gathered(16, environment.number, "RASTER_MAX_ZOOM", 16, least=0, most=22)
# Where lamps and bushes are mended, such as https://…/around?latitude={latitude}&longitude={longitude}
REPAIRS_URL = gathered("", environment.address_with, "REPAIRS_URL", "latitude", "longitude") or gathered(
    "", environment.address_with, "MENDING_URL", "latitude", "longitude"
)  # its name before 0.2.0
# Where nginx takes the pages that `prepare_pages` has drawn, such as http://127.0.0.1:8079; none: it keeps no page.
EDGE_URL = gathered("", environment.secure_address, "EDGE_URL", "", also=("http://127.0.0.1:",))
BACKUP_FOLDER = gathered("", environment.value, "BACKUP_FOLDER", "")  # where `backup` writes: publication looks there
# A PMTiles archive; none: basemap.pmtiles in VAR_DIR if there is one.
BASEMAP_FILE = gathered("", environment.value, "BASEMAP_FILE", "")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
    "leaflet",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "reports",
]

MIDDLEWARE = [
    "streetsafe.prepared_pages.answering.answer_prepared",  # before everything: such an answer has all that others add
    "streetsafe.one_size.answer_in_one_size",  # before all that adds anything: it has a length too
    # What every answer carries comes first, so that an answer made by any middleware below carries it too.
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "streetsafe.middleware.isolation_headers",
    "streetsafe.middleware.tell_of_a_silent_proxy",  # before the redirect to https, which would never end
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "streetsafe.middleware.LanguageFromAddress",
    "streetsafe.problems.tell_programs_of_faults",
    "streetsafe.request_limit.limit_programs",  # before anything is read for them
    "streetsafe.load_shedding.shed_load",  # after prepared pages, which cost nothing; before anything is drawn
    "streetsafe.middleware.refuse_large_bodies",  # after the language is known, before the body is read
    "streetsafe.middleware.refuse_nul",  # after the size is known: it reads the form
    "streetsafe.middleware.say_when_unavailable",
    "streetsafe.middleware.answer_probes",  # before the host is looked at: on the node they ask by its number
    "streetsafe.addresses.lead_to_the_address_that_stands",  # after the language is known: its prefix is in the address
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "streetsafe.urls"
WSGI_APPLICATION = "streetsafe.wsgi.application"
APPEND_SLASH = False  # `streetsafe.addresses` leads both ways, and loses no form

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "streetsafe.context.site",
            ],
        },
    }
]

SQLITE_FILE = VAR_DIR / "streetsafe.sqlite3"
DATABASES = {
    "default": gathered(
        environment.database(None, sqlite_file=SQLITE_FILE),
        environment.database,
        gathered("", environment.value, "DATABASE_URL", ""),
        sqlite_file=SQLITE_FILE,
    )
}
# pytest-django gives each of its workers a database with a name, but where one in memory is asked for.
DATABASES["default"]["TEST"] = {"NAME": ":memory:" if DATABASES["default"]["ENGINE"] == "streetsafe.sqlite" else None}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# -- languages and time
# In the host's order; the first stands without a prefix, and the staff's pages are in it. A Welsh host writes cy,en-gb.
KNOWN_LANGUAGES = {"en-gb": _("English"), "cy": _("Welsh")}
LANGUAGES = gathered(list(KNOWN_LANGUAGES.items()), environment.languages, "SITE_LANGUAGES", KNOWN_LANGUAGES)
LANGUAGE_CODE = LANGUAGES[0][0]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_THOUSAND_SEPARATOR = (
    True  # 7,617 wherever a template shows a number; `unlocalize` in drawings, addresses and fields
)

# -- static files: hashed names, compressed, served by the application itself
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "build" / "collected"
STATICFILES_DIRS = [BASE_DIR / "static", BASE_DIR / "build" / "frontend"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "streetsafe.static_files.HashedStaticFiles"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = False
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (*Compressor.SKIP_COMPRESS_EXTENSIONS, "map")  # seconds each, for nobody

# -- maps that staff move, as django-leaflet's tags read them. The ground comes from this server alone, never from a map
# company: the operator's service through us or, without one, what the page's own script draws of our tiles.
_OF_THE_SERVICE = {"attribution": escape(RASTER_ATTRIBUTION), "maxNativeZoom": RASTER_MAX_ZOOM}
LEAFLET_CONFIG = {
    "TILES": [(SITE_NAME, "/tiles/raster/{z}/{x}/{y}", _OF_THE_SERVICE)] if RASTER_URL else [],
    "SPATIAL_EXTENT": (-14.0, 48.0, 8.0, 62.0),  # the United Kingdom, with room for its edges in the middle of a screen
    "MIN_ZOOM": 5,
    "MAX_ZOOM": 17,
    "SCALE": "both",
    "ATTRIBUTION_PREFIX": "Leaflet",  # without its link: nobody is led away from here
    "RESET_VIEW": False,
}

# -- security headers (measured with the MDN HTTP Observatory under production settings)
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
        "upgrade-insecure-requests": PRODUCTION,
    }
}
_NOBODY_MAY = (
    "accelerometer autoplay camera display-capture encrypted-media fullscreen geolocation gyroscope "
    "magnetometer microphone midi payment publickey-credentials-create publickey-credentials-get usb"
)
PERMISSIONS_POLICY: dict[str, list[str]] = {name: [] for name in _NOBODY_MAY.split()}
SECURE_REFERRER_POLICY = "no-referrer"
SECURE_CROSS_ORIGIN_OPENER_POLICY = None  # on staff pages alone: streetsafe/middleware.py says why
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_REDIRECT_EXEMPT = ["^(healthz|readyz|metrics)$"]  # what asks these stands behind the proxy, and follows nowhere
SECURE_HSTS_SECONDS = 63_072_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION
# Built into browsers: for ever, for the whole registered name and all under it. Nobody says so without meaning it.
SECURE_HSTS_PRELOAD = gathered(False, environment.flag, "HSTS_PRELOAD", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PRODUCTION else None
# The stable addresses have no trailing slash: /map and /map/table share the included prefix "map".
# W021 asks for HSTS preload: see HSTS_PRELOAD.
SILENCED_SYSTEM_CHECKS = ["urls.W002", "security.W021"]

# -- staff sign-in. Cookies are confined to the staff paths: a public page neither sets nor receives one.
AUTH_USER_MODEL = "reports.StaffUser"
LOGIN_URL = "staff:sign_in"
LOGIN_REDIRECT_URL = "staff:home"
LOGOUT_REDIRECT_URL = "staff:sign_in"
PASSWORD_HASHERS = ["streetsafe.hashing.Argon2InItsLane"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "reports.staff.passwords.LongEnough", "OPTIONS": {"min_length": 12}},
    {"NAME": "reports.staff.passwords.NotCommon"},
    {"NAME": "reports.staff.passwords.NotTheName"},
    {"NAME": "reports.staff.passwords.MoreThanKnownNames"},
    {"NAME": "reports.staff.passwords.NoPattern"},
]
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60  # of a link that a manager hands over
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = "/staff"
SESSION_COOKIE_NAME = "__Secure-staff" if PRODUCTION else "staff"
# Where the site is reached by another port than https's own: forms come from there.
CSRF_TRUSTED_ORIGINS = gathered(NOTHING, environment.origins, "TRUSTED_ORIGINS")
CSRF_FAILURE_VIEW = "streetsafe.faults.no_token"
CSRF_COOKIE_NAME = "__Secure-staff-csrf" if PRODUCTION else "staff-csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# -- the second factor of staff, by django-allauth. Of its addresses only those of `reports.staff.second_factor_urls`
# stand: no sign-up, no email, no password by mail.
ACCOUNT_ADAPTER = "reports.staff.allauth_adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = {"login_failed": ""}  # ours counts wrong codes, in all workers: `reports.staff.lockout`
MIGRATION_MODULES = {"mfa": "reports.staff.mfa_migrations"}  # allauth's own cannot be written to: `trusted_schema=OFF`
MFA_ADAPTER = "reports.staff.allauth_adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_REAUTHENTICATION_REQUIRED = False  # ours asks, in `reports.staff.permissions`
MFA_TOTP_TOLERANCE = 1  # a step of 30 seconds more for somebody who types slowly; no step is accepted twice

# -- bodies: a report's form is a few hundred bytes; anything over 32 kB is not one
DATA_UPLOAD_MAX_MEMORY_SIZE = 32_768
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200

LOGGING = logs.logging_in(gathered("plain", environment.one_of, "LOG_FORMAT", *logs.FORMS))

environment.refuse_what_was_gathered()
