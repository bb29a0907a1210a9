"""The Django project: settings, addresses and headers; everything it is about lives in `reports`."""
