"""``python -m wumei``: what of the package has a command of its own, ``wumei xlsx``."""
import sys


def main() -> int:
    """Runs ``xlsx``, or says what there is."""
    if sys.argv[1:2] == ["xlsx"]:
        from .xlsx._command import main as xlsx
        return xlsx(sys.argv[2:])
    print("用法 usage: python -m wumei xlsx template|preview|import|export|bulletin|statement ...\n"
          "其余请用 wumei 命令行或 import wumei\n"
          "for everything else: the wumei command line, or import wumei", file=sys.stderr)
    return 0 if sys.argv[1:2] in (["-h"], ["--help"]) else 2


if __name__ == "__main__":
    sys.exit(main())
