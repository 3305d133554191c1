from io import StringIO

from django.core.management import call_command


def test_the_command_prints_what_is_learned_and_what_attacks_do():
    out = StringIO()
    call_command("simulate_learning", stdout=out)
    agreement = {line[:22].strip(): float(line[22:33]) for line in out.getvalue().splitlines() if "." in line[22:33]}
    assert agreement["the experts' weights"] < agreement["200"] < agreement["6400"] < agreement["the tastes themselves"]
    assert agreement["without the limits"] < agreement["the experts' weights"] < agreement["self-serving"]
