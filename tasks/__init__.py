"""What to do and whether it worked: everything is put together here."""
