-- RFC 6121: who is online. The module presence is always loaded.

ignore_presence_priority = false -- messages go to the devices with the highest priority, as RFC 6121 wants
