"""The guided tour: the real window, driven by real mouse and key events on the practice tenant."""
