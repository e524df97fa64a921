-- XEP-0280: messages appear on all devices of a user that are online.

modules_enabled = { "carbons" } -- XEP-0280
