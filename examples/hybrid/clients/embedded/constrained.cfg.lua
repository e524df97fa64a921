-- Devices with little memory: small stanzas, short queues, few connections at once.

c2s_stanza_size_limit = 64 * 1024 -- bytes
smacks_max_queue_size = 50 -- XEP-0198: stanzas that may wait
smacks_max_unacked_stanzas = 5 -- after so many the device has to say that it got them
max_archive_query_results = 20 -- XEP-0313: messages per page
