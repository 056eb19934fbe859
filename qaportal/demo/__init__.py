"""An invented council, built through the real commands. Nobody and nowhere in it exists."""
