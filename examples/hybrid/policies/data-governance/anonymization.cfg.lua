-- Nothing that leads from a message or a log line to a person, beyond what it takes to deliver it. What users write about
-- themselves a server can't hide.

log = replace { warn = "*console" } -- info has addresses
modules_disabled = { "lastactivity" } -- XEP-0012

push_notification_with_sender = false
push_notification_with_body = false

Component "conference.example.org" "muc"

muc_room_default_public_jids = false -- others see nicknames only
muc_occupant_id = true -- XEP-0421: who comes back under another nickname is known without the address
muc_log_presences = false
