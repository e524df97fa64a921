-- XEP-0280: messages appear on all devices of a user that are online.

modules_enabled = { "carbon" } -- XEP-0280
