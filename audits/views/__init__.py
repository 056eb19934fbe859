"""Pages. Split by what they are about: lists, writing an audit, one audit, moderating."""
