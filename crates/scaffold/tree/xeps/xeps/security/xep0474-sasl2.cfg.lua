-- SASL 2 is XEP-0388; XEP-0474 protects the negotiation of SASL mechanisms (SCRAM) against downgrades. Prosody up to 13.0
-- has both as community modules (sasl2, and sasl_ssdp).

--@ settings features/security/sasl2.cfg.lua
