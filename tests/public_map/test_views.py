"""The map's page."""
import pytest
from django.test import Client
from tests.public_map.releases import make_release
pytestmark = pytest.mark.django_db

def test_smoke(client: Client, country):
    r = client.get("/map"); print(r.content.decode()[-2500:]); assert r.status_code == 200
    make_release()
    r = client.get("/map"); print(r.content.decode()[2500:]); assert r.status_code == 200
    r = client.get("/map/table"); print(r.content.decode()[2500:]); assert r.status_code == 200
    r = client.get("/map/ground.json"); print(r.content.decode()); assert r.status_code == 200
    r = client.get("/releases/E06000901-2026-Q3/map.json"); print(r.headers, r.content); assert r.status_code == 200
    r = client.get("/map?area=x"); assert r.status_code == 404
