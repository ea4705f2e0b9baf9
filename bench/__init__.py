"""What the portal costs, measured: `make bench` runs `python -m bench`; each module is a part."""
