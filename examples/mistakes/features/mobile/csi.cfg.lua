-- XEP-0352: while an app is in the background, what can wait does wait. XEP-0085 typing notifications and most
-- presence can; messages, calls and what is listed in csi_important_payloads can't.

modules_enabled = { "csi_simple" } -- XEP-0352

csi_queue_size = 256 -- after so many the rest is sent, too
