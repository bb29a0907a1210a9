"""The table of django-allauth's second factors, made by us: see `0001_authenticator`."""
