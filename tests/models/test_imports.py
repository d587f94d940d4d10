import subprocess
import sys


def test_naming_the_models_does_not_load_scipy():
    code = (
        "import sys, coinsure.models.events, coinsure.models.dependence; "
        "print('scipy.special' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"
