"""Pieces that more than one kind of report is put together from: figures in, blocks out."""
