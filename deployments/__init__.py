"""Every way in: the command line, the schedules, the worker and server set-up, the councils' configuration."""
