"""Load a layer of what stands in the streets: street lights, CCTV, schools, from GeoJSON or GeoPackage."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from reports.geography.context_files import ContextFileProblem, layer_in
from reports.geography.context_layers import counted_features
from reports.geography.context_writing import replace_layer
from reports.geography.models import ContextLayer
from reports.management.service_command import ServiceCommand, Sight

# What people write for a kind, beside its own word.
_ALSO = {
    "lamps": ContextLayer.Kind.LIGHTS,
    "lighting": ContextLayer.Kind.LIGHTS,
    "licensed-premises": ContextLayer.Kind.LICENSED,
    "school": ContextLayer.Kind.SCHOOLS,
    "crimes": ContextLayer.Kind.CRIME,
    "police": ContextLayer.Kind.CRIME,
}


class Command(ServiceCommand):
    """Safe to repeat: a file takes the stead of the layer of its name, in one transaction."""

    may_see = Sight.NO_ROW
    help = (
        "Load points, lines or polygons from GeoJSON (longitude and latitude) or GeoPackage (any coordinate system it "
        "states, such as EPSG:27700). Analysts see them on their map, and counted within 100 metres of a place. "
        "list_layers lists what is loaded, remove_layer takes one out."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--name", required=True, help="what analysts read; a layer of this name is replaced")
        parser.add_argument("--kind", required=True, help=f"one of: {', '.join(ContextLayer.Kind.values)}")
        parser.add_argument("--source", default="", help="whose it is, the licence and the date: shown with the layer")
        parser.add_argument("--label", default="", metavar="COLUMN", help="names each feature; else a column «name»")
        parser.add_argument("--table", default="", help="which table of a GeoPackage that has several")

    def handle(self, *args: Any, **options: Any) -> None:
        name = _stated("--name", options["name"], ContextLayer.LONGEST_NAME)
        source = _stated("--source", options["source"], ContextLayer.LONGEST_SOURCE)
        kind = _kind_of(options["kind"])
        if not name:
            raise CommandError("--name is empty. Give the name that analysts should read.")
        try:
            read = layer_in(options["file"], table=options["table"], label=options["label"])
        except ContextFileProblem as problem:
            raise CommandError(str(problem)) from problem
        replace_layer(name, read.features, kind=kind, source=source, on=timezone.localdate())
        self.stdout.write(f"{name}: {counted_features(len(read.features))}.")
        for reason, count in read.skipped.most_common():
            self.stderr.write(f"{count:,} skipped: {reason}.")
        if not source:
            self.stderr.write("No --source was given, so analysts are not told whose data this is.")


def _kind_of(word: str) -> str:
    known = {kind.value: kind for kind in ContextLayer.Kind} | _ALSO
    try:
        return known["-".join(word.lower().split())].value
    except KeyError:
        raise CommandError(f"--kind {word}: not known. One of: {', '.join(ContextLayer.Kind.values)}.") from None


def _stated(option: str, text: str, longest: int) -> str:
    stated = " ".join(text.split())
    if len(stated) > longest:
        raise CommandError(f"{option} is {len(stated)} letters long; at most {longest} are shown.")
    if not stated.isprintable():
        raise CommandError(f"{option} holds a character that cannot be shown.")
    return stated
