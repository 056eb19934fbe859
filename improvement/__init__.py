"""What should get better, and whether it did.

**Action**: something a team promised to do, with an owner and a due date. It is *delivered* when its owner says so with
dated evidence, and *closed* when somebody else is satisfied by that evidence.
**Note**: what somebody wrote about it on the way.
"""
