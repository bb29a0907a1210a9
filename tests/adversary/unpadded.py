"""The service without what makes its pages and forms equally long: the control of game A21, for gunicorn to load."""

from django.conf import settings

from streetsafe.wsgi import application as _application_with_its_settings

settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if not name.startswith("streetsafe.one_size.")]

from django.core.wsgi import get_wsgi_application  # noqa: E402  # made anew, of what is left

from reports.intake.even_values import EvenCheckboxes, EvenRadios, EvenSelect  # noqa: E402

for widget in (EvenCheckboxes, EvenRadios, EvenSelect):
    widget.spelled = lambda self, value: str(value)  # type: ignore[method-assign]

assert _application_with_its_settings
application = get_wsgi_application()
