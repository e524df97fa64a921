-- XEP-0166, XEP-0167: calls. Clients negotiate them, and sound and picture go from one to the other. Behind most
-- routers they need a TURN server (such as coturn) to meet; XEP-0215 tells clients about it.
-- PROSODY_TURN_SECRET is what coturn calls static-auth-secret.

modules_enabled = { "turn_external" }
turn_external_host = "turn.example.org"
turn_external_secret = "s3cr3t-0f-c0turn"
