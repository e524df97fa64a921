-- Secrets come as environment variables of the pod (PROSODY_TURN_SECRET, PROSODY_GATEWAY_SECRET, ...), from a Secret by
-- `envFrom`; certificates as files, from a volume of the Secret that cert-manager writes, mounted here:

certificates = "certs"
