-- XEP-0191: users block whom they like; XEP-0377 reports need a community module (spam_reporting).

modules_enabled = { "blocklist" } -- XEP-0191
