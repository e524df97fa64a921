-- Moving data from one storage to another is `prosody-migrator`, which has a configuration of its own. What Prosody does
-- by itself is to bring what is stored in older forms up to date, user by user, when they log in:

upgrade_legacy_bookmarks = true -- XEP-0048 to XEP-0402
upgrade_legacy_vcards = true -- XEP-0054 to XEP-0292
