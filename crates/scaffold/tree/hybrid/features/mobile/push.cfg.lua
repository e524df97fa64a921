-- XEP-0357: waking an app through its maker's push service. What was written stays here: the notification says only
-- that something came.

--@ since 13.0
modules_enabled = { "cloud_notify" } -- XEP-0357

push_notification_with_body = false -- no text of messages to third parties
push_notification_with_sender = false -- nor who wrote
push_max_errors = 16 -- then a registration that does not work is dropped
push_max_devices = 5 -- per user
--@ end
--@ before 13.0
-- Prosody 0.12 has no push of its own. With the community module (`prosodyctl install --server=https://modules.prosody.im/rocks/ mod_cloud_notify`):
-- modules_enabled = { "cloud_notify" }
--@ end
