"""`python -m regrace.harness.tap CONFIG.json`."""

from regrace.harness.tap.process import main

if __name__ == "__main__":
    main()
