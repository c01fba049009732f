"""Django's two engines with connections that note what is written: see core/stamps.py."""
