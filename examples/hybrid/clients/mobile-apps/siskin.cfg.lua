-- Siskin IM (iOS) is stopped by the system in the background; push wakes it. It shows nothing without a name and a text
-- unless it can fetch the message itself, which it does. Encrypted notifications (Tigase's extension) are a community
-- module: cloud_notify_extensions.

modules_enabled = { "cloud_notify" } -- XEP-0357

push_notification_with_body = false -- it fetches the message instead
push_max_hibernation_timeout = 3 * 24 * 60 * 60 -- seconds that its session waits for something worth a push
smacks_hibernation_time = 300 -- seconds: once woken it is back soon, or not at all
