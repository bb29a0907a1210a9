"""Public pages drawn before anybody asks: all of them, at publication, so that none of them tells that it was read."""
