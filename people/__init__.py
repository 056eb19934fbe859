"""Users, teams, roles, and who did what.

**Unit**: the council, a service or a team, in one tree of any depth. **User**: somebody who signs in, by email address.
**Membership**: a user has a role in a unit from one day to another. **Event**: who did what, when, on which object.
"""
