### The menu of commands: plain text.

menu-start = What I do, and why you can’t write
menu-help = Commands, and help when something doesn’t work
menu-status = Whether the gate is on, and which channels to join
menu-protect = Ask members to join a channel: /protect @channel
menu-unprotect = Switch the gate off, or remove a channel
menu-exempt = Never check a person (reply to them)
menu-unexempt = Check a person again (reply to them)
menu-settings = This group’s settings
