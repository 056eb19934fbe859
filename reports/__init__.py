"""Audits, indicators and actions for a period, written up, frozen and published.

**Blueprint**: the sections a kind of report has. **Report**: one being written or published. **Block**: a piece of its
content, of one kind. **Publication**: the frozen content of an edition, and the files made from it.
"""
